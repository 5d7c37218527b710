// SPDX-License-Identifier: Apache-2.0
/*
 * What the text between quotes means: escapes, and the indentation of """ blocks.
 */
#include "mal/scan.h"

// Longest run of text copied in one go keeps the common case, a string without escapes, a slice.
static bool is_plain(struct rp_str s)
{
    return s.n == 0 || (!memchr(s.p, '\\', s.n) && !memchr(s.p, '\r', s.n));
}

// Meaning of the character after a backslash, or 0.
static char escape_of(char c)
{
    static const char written[] = "bntrf\"\\", meant[] = "\b\n\t\r\f\"\\";
    const char *p = c ? strchr(written, c) : NULL;
    if (!p)
        return '\0';
    return meant[p - written];
}

// Copies with escapes replaced and line ends as one \n.  at: place of body in the source.
static struct rp_str unescape(struct rp_arena *a, struct rp_str body, struct rp_loc at,
                              struct rp_diags *d)
{
    char *p = RP_NEWN(a, char, body.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < body.n; i++) {
        char c = body.p[i];
        if (c == '\r') {
            if (i + 1 < body.n && body.p[i + 1] == '\n')
                i++;
            p[n++] = '\n';
        } else if (c == '\\' && i + 1 < body.n) {
            char meant = escape_of(body.p[++i]);
            if (!meant) {
                if (d)
                    rp_report(d, RP_MSG_MAL_ESCAPE,
                              (struct rp_loc){at.src, at.off + (uint32_t)i - 1, 2}, "%s", "");
                p[n++] = '\\';
                meant = body.p[i];
            }
            p[n++] = meant;
        } else {
            p[n++] = c;
        }
    }
    return (struct rp_str){p, n};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t line_size(struct rp_str s, size_t from)
{
    const char *end = memchr(s.p + from, '\n', s.n - from);
    return end ? (size_t)(end - (s.p + from)) : s.n - from;
}

// Smallest indentation over the lines with something on them, and the last one.
static size_t common_indent(struct rp_str s)
{
    size_t common = SIZE_MAX;
    for (size_t i = 0; i <= s.n;) {
        size_t size = line_size(s, i), indent = 0;
        while (indent < size && is_blank(s.p[i + indent]))
            indent++;
        bool last = i + size >= s.n;
        if ((indent < size || last) && indent < common)
            common = indent;
        i += size + 1;
    }
    return common;
}

// Takes the common indentation and trailing blanks away, in place.
static struct rp_str strip_block(char *p, size_t n)
{
    struct rp_str s = {p, n};
    size_t common = common_indent(s), to = 0;
    for (size_t i = 0; i <= n;) {
        size_t size = line_size(s, i), end = size;
        while (end > 0 && is_blank(p[i + end - 1]))
            end--;
        size_t from = common < end ? common : end;
        memmove(p + to, p + i + from, end - from);
        to += end - from;
        i += size + 1;
        if (i <= n)
            p[to++] = '\n';
    }
    return (struct rp_str){p, to};
}

struct rp_str rp_mal_scan_text(struct rp_arena *a, const struct rp_source *src,
                               const struct rp_mal_token *token, struct rp_diags *d)
{
    struct rp_str whole = {src->text.p + token->off, token->len};
    bool block = token->kind == RP_MAL_TOK_TEXT_BLOCK;
    size_t quotes = block ? 3 : 1, from = quotes, to = whole.n;
    // A text that nothing closes has been reported and has no quotes at its end.
    if (to >= 2 * quotes && rp_str_ends(whole, (struct rp_str){"\"\"\"", quotes}))
        to -= quotes;
    if (block) {
        while (from < to && is_blank(whole.p[from]))
            from++;
        if (from < to && whole.p[from] == '\r')
            from++;
        if (from < to && whole.p[from] == '\n')
            from++;
    }
    struct rp_str body = {whole.p + from, to - from};
    if (!block && is_plain(body))
        return body;
    struct rp_loc at = {src, token->off + (uint32_t)from, (uint32_t)body.n};
    struct rp_str text = unescape(a, body, at, d);
    if (!block)
        return text;
    char *p = RP_NEWN(a, char, text.n + 1);
    if (text.n)
        memcpy(p, text.p, text.n);
    return strip_block(p, text.n);
}
