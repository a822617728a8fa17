// jansson: JSON text. Owner: JSONText.
#ifndef CAIRN_CJANSSON_H
#define CAIRN_CJANSSON_H

#include <jansson.h>

/// `json_typeof` and `json_is_true` are macros, and so is releasing in some versions.
static inline json_type cairn_json_type(const json_t *value) { return json_typeof(value); }
static inline void cairn_json_release(json_t *value) { json_decref(value); }
static inline int cairn_json_is_true(const json_t *value) { return json_is_true(value); }

/// Swift imports the text as a tuple of 160 characters.
static inline const char *cairn_json_error_text(const json_error_t *error) { return error->text; }

#endif
