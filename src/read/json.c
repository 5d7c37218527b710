// SPDX-License-Identifier: Apache-2.0
/*
 * JSON (RFC 8259) in one pass over the text.
 *
 * Why not a library: every value needs its place and numbers must stay the text that was written
 * (1.10, and whole numbers over 2^53); the JSON libraries at hand give neither, and the walk beside
 * their tree that would find the places again is already this whole reader.  The tests hold it
 * against cJSON.
 */
#include "read/build.h"

struct reader {
    struct rp_build build;
    struct rp_str text; // of the source, cleaned
    size_t off;
    bool failed; // a mistake of syntax was reported: the end
};

static void fail(struct reader *r, enum rp_msg msg, size_t off, size_t to)
{
    if (off >= r->text.n && msg == RP_MSG_JSON_SYNTAX)
        msg = RP_MSG_JSON_ENDS;
    rp_report(r->build.d, msg, rp_build_loc(r->build.src, off, to), "%s", "");
    r->failed = true;
}

static void skip_white(struct reader *r)
{
    while (r->off < r->text.n && strchr(" \t\n\r", r->text.p[r->off]))
        r->off++;
}

// The byte at the reading place, 0 at the end (the clean text holds no NUL).
static char peek(const struct reader *r)
{
    if (r->off < r->text.n)
        return r->text.p[r->off];
    return '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

// Four hexadecimal digits at off; false when they are not there.
static bool read_hex4(const struct reader *r, size_t off, uint32_t *ret_code)
{
    uint32_t code = 0;
    for (size_t i = off; i < off + 4; i++) {
        int digit = i < r->text.n ? hex_value(r->text.p[i]) : -1;
        if (digit < 0)
            return false;
        code = code << 4 | (uint32_t)digit;
    }
    *ret_code = code;
    return true;
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

// \uXXXX at r->off (on the backslash), or a pair of them; gives the bytes written.  Half a pair and
// NUL are mistakes.
static size_t read_unicode(struct reader *r, char *out)
{
    size_t off = r->off;
    uint32_t c = 0, low = 0;
    bool ok = read_hex4(r, off + 2, &c) && c != 0;
    r->off = off + 6;
    if (ok && c >= 0xD800 && c < 0xDC00) {
        bool pair = off + 8 <= r->text.n && memcmp(r->text.p + off + 6, "\\u", 2) == 0 &&
                    read_hex4(r, off + 8, &low) && low >= 0xDC00 && low < 0xE000;
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        ok = pair;
        r->off = off + 12;
    } else if (c >= 0xDC00 && c < 0xE000) {
        ok = false;
    }
    if (ok)
        return put_utf8(out, c);
    r->off = off;
    fail(r, RP_MSG_JSON_ESCAPE, off, off + 2);
    return 0;
}

static size_t read_escape(struct reader *r, char *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = '\0';
    if (r->off + 1 < r->text.n)
        c = r->text.p[r->off + 1];
    if (c == 'u')
        return read_unicode(r, out);
    const char *at = c ? strchr(from, c) : NULL;
    if (!at) {
        fail(r, RP_MSG_JSON_ESCAPE, r->off, r->off + 2);
        return 0;
    }
    out[0] = to[at - from];
    r->off += 2;
    return 1;
}

// Offset of the quote that closes the string whose inside starts at off; false when there is none
// on the line.
static bool find_end(struct reader *r, size_t off, size_t *ret_end, bool *ret_escapes)
{
    *ret_escapes = false;
    for (size_t i = off; i < r->text.n && (unsigned char)r->text.p[i] >= 0x20; i++) {
        if (r->text.p[i] == '"') {
            *ret_end = i;
            return true;
        }
        if (r->text.p[i] == '\\') {
            *ret_escapes = true;
            i++;
        }
    }
    return false;
}

// A string, from its opening quote on; what it says, and its place with the quotes.
static bool read_string(struct reader *r, struct rp_str *ret_text, struct rp_loc *ret_at)
{
    size_t first = r->off + 1, end;
    bool escapes;
    if (!find_end(r, first, &end, &escapes)) {
        fail(r, RP_MSG_JSON_ENDS, r->off, r->off + 1);
        return false;
    }
    *ret_at = rp_build_loc(r->build.src, r->off, end + 1);
    *ret_text = (struct rp_str){r->text.p + first, end - first};
    r->off = end + 1;
    if (!escapes)
        return true;
    // What an escape stands for is never longer than the escape.
    char *out = RP_NEWN(r->build.arena, char, end - first + 1);
    size_t n = 0;
    for (r->off = first; r->off < end && !r->failed;) {
        if (r->text.p[r->off] == '\\')
            n += read_escape(r, out + n);
        else
            out[n++] = r->text.p[r->off++];
    }
    r->off = end + 1;
    *ret_text = (struct rp_str){out, n};
    return !r->failed;
}

static size_t skip_digits(struct rp_str s, size_t i)
{
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i;
}

// -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
static bool is_number(struct rp_str s)
{
    size_t i = s.n && s.p[0] == '-' ? 1 : 0;
    size_t whole = skip_digits(s, i);
    if (whole == i || (s.p[i] == '0' && whole > i + 1))
        return false;
    i = whole;
    if (i < s.n && s.p[i] == '.') {
        size_t end = skip_digits(s, i + 1);
        if (end == i + 1)
            return false;
        i = end;
    }
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        i += i + 1 < s.n && (s.p[i + 1] == '+' || s.p[i + 1] == '-') ? 2 : 1;
        size_t end = skip_digits(s, i);
        if (end == i)
            return false;
        i = end;
    }
    return i == s.n;
}

// true, false, null or a number.
static void read_word(struct reader *r)
{
    size_t end = r->off;
    while (end < r->text.n && !strchr(" \t\n\r,:[]{}\"", r->text.p[end]))
        end++;
    struct rp_str word = {r->text.p + r->off, end - r->off};
    bool known = rp_str_eq(word, RP_STR("true")) || rp_str_eq(word, RP_STR("false")) ||
                 rp_str_eq(word, RP_STR("null"));
    if (!known && !is_number(word)) {
        bool numeric = word.n && strchr("-+.0123456789", word.p[0]);
        fail(r, numeric ? RP_MSG_JSON_NUMBER : RP_MSG_JSON_SYNTAX, r->off, end);
        return;
    }
    struct rp_node *node =
        rp_build_add(&r->build, RP_NODE_SCALAR, rp_build_loc(r->build.src, r->off, end));
    if (node)
        node->text = word;
    r->off = end;
}

static void read_value(struct reader *r)
{
    char c = peek(r);
    if (c == '{' || c == '[') {
        struct rp_loc at = rp_build_loc(r->build.src, r->off, r->text.n);
        struct rp_node *node = rp_build_add(&r->build, c == '{' ? RP_NODE_MAP : RP_NODE_LIST, at);
        r->off++;
        if (node)
            rp_build_open(&r->build, node);
        return;
    }
    if (c != '"') {
        read_word(r);
        return;
    }
    struct rp_str text;
    struct rp_loc at;
    if (!read_string(r, &text, &at))
        return;
    struct rp_node *node = rp_build_add(&r->build, RP_NODE_SCALAR, at);
    if (node) {
        node->text = text;
        node->quoted = true;
    }
}

// "key" : in a map, then white space.
static bool read_key(struct reader *r)
{
    struct rp_build_level *in = rp_build_level(&r->build);
    if (peek(r) != '"') {
        fail(r, RP_MSG_JSON_SYNTAX, r->off, r->off + 1);
        return false;
    }
    if (!read_string(r, &in->key, &in->key_at))
        return false;
    in->has_key = true;
    skip_white(r);
    if (peek(r) != ':') {
        fail(r, RP_MSG_JSON_SYNTAX, r->off, r->off + 1);
        return false;
    }
    r->off++;
    skip_white(r);
    return true;
}

// Inside an open map or list: its end, or a comma and the next member.
static void read_member(struct reader *r)
{
    const struct rp_node *node = rp_build_level(&r->build)->node;
    bool map = node->kind == RP_NODE_MAP;
    if (peek(r) == (map ? '}' : ']')) {
        r->off++;
        rp_build_close(&r->build);
        return;
    }
    if (node->n) {
        if (peek(r) != ',') {
            fail(r, RP_MSG_JSON_SYNTAX, r->off, r->off + 1);
            return;
        }
        r->off++;
        skip_white(r);
    }
    if (!map || read_key(r))
        read_value(r);
}

struct rp_node *rp_json_read(struct rp_arena *a, const struct rp_source *src, struct rp_diags *d)
{
    static const struct rp_clean how = {RP_MSG_NOT_UTF8, RP_MSG_CONTROL_CHARACTER,
                                        RP_MSG_BIDI_CHARACTER, RP_MSG_NOT_TEXT, false};
    struct reader r = {.text = rp_clean_text(a, src, &how, d)};
    if (!r.text.p)
        return NULL;
    if (rp_text_is_blank(r.text)) {
        rp_report(d, RP_MSG_FILE_EMPTY, (struct rp_loc){.src = src}, "%s", "");
        return NULL;
    }
    rp_build_init(&r.build, a, src, d);
    r.off = rp_text_bom(r.text);
    skip_white(&r);
    read_value(&r);
    skip_white(&r);
    while (r.build.depth > 0 && !r.failed && !r.build.stopped) {
        read_member(&r);
        skip_white(&r);
    }
    if (!r.failed && !r.build.stopped && r.off < r.text.n)
        fail(&r, RP_MSG_JSON_AFTER, r.off, r.off + 1);
    for (; r.build.depth > 0; rp_build_close(&r.build))
        rp_build_level(&r.build)->node->cut = true;
    if (r.build.root)
        r.build.root->cut = r.failed || r.build.stopped;
    return r.build.root;
}
