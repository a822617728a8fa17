// libmodbus: meters over serial lines and TCP. Owner: ModbusBus.
#ifndef CAIRN_CMODBUS_H
#define CAIRN_CMODBUS_H

#include <errno.h>
#include <modbus/modbus.h>

/// `errno` is a macro, which Swift does not import; libmodbus leaves its own codes there.
static inline int cairn_modbus_errno(void) { return errno; }

/// Codes that the header computes, which Swift does not import.
static inline int cairn_modbus_illegal_address(void) { return EMBXILADD; }
static inline int cairn_modbus_bad_checksum(void) { return EMBBADCRC; }

#endif
