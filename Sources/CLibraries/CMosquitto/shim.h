// libmosquitto: the MQTT client. Owner: BrokerClient.
#ifndef CAIRN_CMOSQUITTO_H
#define CAIRN_CMOSQUITTO_H

#include <errno.h>
#include <mosquitto.h>
#include <string.h>

/// `errno` is a macro, which Swift does not import; MOSQ_ERR_ERRNO leaves its reason there.
static inline int cairn_mosquitto_errno(void) { return errno; }

#endif
