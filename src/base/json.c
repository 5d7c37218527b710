// SPDX-License-Identifier: Apache-2.0
/*
 * Writes JSON (RFC 8259) into a buffer.
 */
#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void rp_json_init(struct rp_json *j, struct rp_buf *out, bool compact)
{
    *j = (struct rp_json){.out = out, .compact = compact};
}

void rp_json_escape(struct rp_buf *out, struct rp_str text)
{
    rp_buf_putc(out, '"');
    for (size_t i = 0, size; i < text.n; i += size) {
        uint32_t c = rp_str_decode(text, i, &size);
        if (c == '"' || c == '\\')
            rp_buf_printf(out, "\\%c", (char)c);
        else if (c == '\n')
            rp_buf_puts(out, "\\n");
        else if (c < 0x20 || c == 0x7F)
            rp_buf_printf(out, "\\u%04x", c);
        else if (c == 0xFFFD)
            rp_buf_puts(out, "\xEF\xBF\xBD");
        else
            rp_buf_put(out, (struct rp_str){text.p + i, size});
    }
    rp_buf_putc(out, '"');
}

static bool is_flat(const struct rp_json *j)
{
    assert(j->depth < 64);
    return j->compact || (j->flat >> j->depth & 1);
}

static void new_line(struct rp_json *j)
{
    if (is_flat(j))
        return;
    rp_buf_putc(j->out, '\n');
    for (unsigned i = 0; i < j->depth; i++)
        rp_buf_puts(j->out, "  ");
}

// Comma, line break and key, whatever is due before a value.
static void before(struct rp_json *j, const char *key)
{
    if (j->after_key) {
        assert(!key);
        j->after_key = false;
        return;
    }
    if (j->some)
        rp_buf_puts(j->out, !j->compact && is_flat(j) ? ", " : ",");
    if (j->depth)
        new_line(j);
    if (key) {
        rp_json_escape(j->out, rp_str_of(key));
        rp_buf_puts(j->out, j->compact ? ":" : ": ");
    }
    j->some = true;
}

void rp_json_key(struct rp_json *j, struct rp_str key)
{
    if (j->some)
        rp_buf_puts(j->out, !j->compact && is_flat(j) ? ", " : ",");
    new_line(j);
    rp_json_escape(j->out, key);
    rp_buf_puts(j->out, j->compact ? ":" : ": ");
    j->some = true;
    j->after_key = true;
}

void rp_json_open(struct rp_json *j, const char *key, char bracket)
{
    assert(j->depth < 63);
    before(j, key);
    rp_buf_putc(j->out, bracket);
    bool flat = is_flat(j);
    j->depth++;
    assert(j->depth < 64);
    uint64_t bit = UINT64_C(1) << j->depth;
    j->flat = flat ? j->flat | bit : j->flat & ~bit;
    j->some = false;
}

void rp_json_open_flat(struct rp_json *j, const char *key, char bracket)
{
    rp_json_open(j, key, bracket);
    assert(j->depth < 64);
    j->flat |= UINT64_C(1) << j->depth;
}

void rp_json_close(struct rp_json *j, char bracket)
{
    assert(j->depth > 0);
    bool flat = is_flat(j);
    j->depth--;
    if (j->some && !flat)
        new_line(j);
    rp_buf_putc(j->out, bracket);
    j->some = true;
    if (j->depth == 0 && !j->compact)
        rp_buf_putc(j->out, '\n');
}

void rp_json_str(struct rp_json *j, const char *key, struct rp_str value)
{
    before(j, key);
    rp_json_escape(j->out, value);
}

void rp_json_int(struct rp_json *j, const char *key, int64_t value)
{
    before(j, key);
    rp_buf_printf(j->out, "%" PRId64, value);
}

void rp_json_number(struct rp_json *j, const char *key, double value)
{
    assert(isfinite(value));
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    before(j, key);
    rp_buf_puts(j->out, text);
}

void rp_json_bool(struct rp_json *j, const char *key, bool value)
{
    before(j, key);
    rp_buf_puts(j->out, value ? "true" : "false");
}

void rp_json_null(struct rp_json *j, const char *key)
{
    before(j, key);
    rp_buf_puts(j->out, "null");
}
