// SPDX-License-Identifier: Apache-2.0
/*
 * Writes JSON (RFC 8259) into a buffer, piece by piece and always in the caller's order.
 *
 * A writer of our own because graphs have millions of numbers and a tree of them would not fit;
 * reading JSON is the work of src/read.
 */
#ifndef REMPART_BASE_JSON_H
#define REMPART_BASE_JSON_H

#include "base/buf.h"

struct rp_json {
    struct rp_buf *out; // borrowed
    unsigned depth;     // open objects and arrays
    bool some;          // the innermost one has a member already
    bool after_key;     // rp_json_key was called, its value is due
    bool compact;       // no line breaks
    uint64_t flat;      // bit per depth: written on one line
};

// compact false: two spaces of indentation, one member per line.
void rp_json_init(struct rp_json *j, struct rp_buf *out, bool compact);

// key NULL inside arrays and at the top.  At most 63 levels.
void rp_json_open(struct rp_json *j, const char *key, char bracket);      // '{' or '['
void rp_json_open_flat(struct rp_json *j, const char *key, char bracket); // on one line
void rp_json_close(struct rp_json *j, char bracket);                      // '}' or ']'
void rp_json_str(struct rp_json *j, const char *key, struct rp_str value);
void rp_json_int(struct rp_json *j, const char *key, int64_t value);
void rp_json_number(struct rp_json *j, const char *key,
                    double value); // finite; shortest that reads back
void rp_json_bool(struct rp_json *j, const char *key, bool value);
void rp_json_null(struct rp_json *j, const char *key);

// A member whose name is not a literal.
void rp_json_key(struct rp_json *j, struct rp_str key); // then a value with key NULL

// The text between quotes with what must be escaped; malformed UTF-8 becomes U+FFFD.
void rp_json_escape(struct rp_buf *out, struct rp_str text);

#endif
