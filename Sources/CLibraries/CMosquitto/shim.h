// libmosquitto: the MQTT client. Owner: BrokerClient.
#ifndef CAIRN_CMOSQUITTO_H
#define CAIRN_CMOSQUITTO_H

#include <dlfcn.h>
#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/// `errno` is a macro, which Swift does not import; MOSQ_ERR_ERRNO leaves its reason there.
static inline int cairn_mosquitto_errno(void) { return errno; }

/// What OpenSSL found when it verified the broker's certificate, 0 when nothing is known.
/// libmosquitto only logs that it failed. Its own libssl is asked, by name, so that none is linked.
static inline long cairn_mosquitto_verification(struct mosquitto *client) {
  void *connection = mosquitto_ssl_get(client);
  long (*result)(const void *) = (long (*)(const void *))dlsym(0, "SSL_get_verify_result");
  return connection && result ? result(connection) : 0;
}

/// Instead of the terminal that OpenSSL would ask for the password of an encrypted key.
static inline int cairn_mosquitto_no_password(char *text, int size, int writing, void *data) {
  (void)text, (void)size, (void)writing, (void)data;
  return 0;
}

/// Whether one of the host's addresses accepts TCP within the time: 0 for yes, -1 when the name is
/// unknown, -2 for no.
static inline int cairn_mosquitto_probe(const char *host, const char *port, int milliseconds) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list, *entry;
  if (getaddrinfo(host, port, &hints, &list) != 0) return -1;
  int answer = -2;
  for (entry = list; entry && answer != 0; entry = entry->ai_next) {
    int type = entry->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, failure = 0;
    int number = socket(entry->ai_family, type, entry->ai_protocol);
    if (number < 0) continue;
    struct pollfd waiting = {.fd = number, .events = POLLOUT};
    socklen_t size = sizeof failure;
    if (connect(number, entry->ai_addr, entry->ai_addrlen) == 0 ||
        (errno == EINPROGRESS && poll(&waiting, 1, milliseconds) == 1 &&
         getsockopt(number, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0)) {
      answer = 0;
    }
    close(number);
  }
  freeaddrinfo(list);
  return answer;
}

#endif
