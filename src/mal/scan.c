// SPDX-License-Identifier: Apache-2.0
/*
 * MAL text -> words, one at a time.
 *
 * Words of both dialects: names may start with a digit, strings may run over several lines, `!` may
 * open a detector.  What is only a keyword by its place stays a name here.
 */
#include "mal/scan.h"

#include <assert.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// The byte some places on; 0 past the end (a NUL byte in the text is a bad character like others).
static char peek(const struct rp_mal_scan *s, uint32_t ahead)
{
    if (s->src->text.n - s->at <= ahead)
        return '\0';
    return s->src->text.p[s->at + ahead];
}

static bool at_end(const struct rp_mal_scan *s)
{
    return s->at >= s->src->text.n;
}

// Text that is scanned a second time is not reported a second time.
static void report(struct rp_mal_scan *s, enum rp_msg msg, uint32_t off, uint32_t len)
{
    if (!s->d || off < s->reported)
        return;
    rp_report(s->d, msg, (struct rp_loc){s->src, off, len}, "%s", "");
    s->reported = off + 1;
}

// U+202A..U+202E and U+2066..U+2069: text that reads otherwise than it is.
static bool is_bidi_control(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void rp_mal_scan_init(struct rp_mal_scan *s, const struct rp_source *src, struct rp_diags *d)
{
    *s = (struct rp_mal_scan){.src = src, .d = d};
    struct rp_str text = src->text;
    if (rp_str_starts(text, RP_STR("\xEF\xBB\xBF")))
        s->at = 3;
    size_t bad = rp_str_utf8_error(text);
    if (bad < text.n)
        rp_report(d, RP_MSG_MAL_UTF8, (struct rp_loc){src, (uint32_t)bad, 1}, "%s", "");
    for (size_t i = 0, size; i < text.n; i += size) {
        size = 1;
        if ((unsigned char)text.p[i] != 0xE2)
            continue;
        if (is_bidi_control(rp_str_decode(text, i, &size)))
            rp_report(d, RP_MSG_MAL_BIDI, (struct rp_loc){src, (uint32_t)i, (uint32_t)size}, "%s",
                      "");
    }
}

static void skip_line(struct rp_mal_scan *s)
{
    while (!at_end(s) && peek(s, 0) != '\n' && peek(s, 0) != '\r')
        s->at++;
}

static void skip_block_comment(struct rp_mal_scan *s)
{
    uint32_t start = s->at;
    for (s->at += 2; !at_end(s); s->at++) {
        if (peek(s, 0) == '*' && peek(s, 1) == '/') {
            s->at += 2;
            return;
        }
    }
    report(s, RP_MSG_MAL_COMMENT_OPEN, start, 2);
}

// Blanks and comments.  Gives the place just after the first "//!", or 0.
static uint32_t skip_blanks(struct rp_mal_scan *s)
{
    uint32_t mark = 0;
    for (;;) {
        char c = peek(s, 0), next = peek(s, 1);
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            s->at++;
        } else if (c == '/' && next == '/') {
            if (!mark && peek(s, 2) == '!')
                mark = s->at + 3;
            skip_line(s);
        } else if (c == '/' && next == '*') {
            skip_block_comment(s);
        } else {
            return mark;
        }
    }
}

// A run of letters and digits.
static enum rp_mal_token_kind scan_word(struct rp_mal_scan *s)
{
    bool only_digits = true;
    for (; is_word(peek(s, 0)); s->at++)
        only_digits = only_digits && is_digit(peek(s, 0));
    return only_digits ? RP_MAL_TOK_INT : RP_MAL_TOK_ID;
}

// """ after which the line ends: the text runs to the next """.
static enum rp_mal_token_kind scan_text_block(struct rp_mal_scan *s)
{
    uint32_t start = s->at;
    s->at += 3;
    while (peek(s, 0) == ' ' || peek(s, 0) == '\t')
        s->at++;
    if (!at_end(s) && peek(s, 0) != '\n' && peek(s, 0) != '\r')
        report(s, RP_MSG_MAL_TEXT_BLOCK, start, 3);
    for (; !at_end(s); s->at++) {
        if (peek(s, 0) == '\\') {
            s->at++;
        } else if (peek(s, 0) == '"' && peek(s, 1) == '"' && peek(s, 2) == '"') {
            s->at += 3;
            return RP_MAL_TOK_TEXT_BLOCK;
        }
    }
    s->at = (uint32_t)s->src->text.n;
    report(s, RP_MSG_MAL_STRING_OPEN, start, 3);
    return RP_MAL_TOK_TEXT_BLOCK;
}

// "..." with \" inside.  One that nothing closes is taken to end with its line, so that what follows
// is still read; after it, texts must end on their line (else a file of quotes would be read to its
// end for each of them).
static enum rp_mal_token_kind scan_string(struct rp_mal_scan *s)
{
    uint32_t start = s->at, line_end = 0;
    for (s->at++; !at_end(s); s->at++) {
        char c = peek(s, 0);
        if (c == '\n' && !line_end)
            line_end = s->at;
        if (line_end && s->one_line)
            break;
        if (c == '\\' && s->at + 1 < s->src->text.n) {
            s->at++;
        } else if (c == '"') {
            s->at++;
            if (line_end)
                report(s, RP_MSG_MAL_STRING_LINES, start, line_end - start);
            return RP_MAL_TOK_STRING;
        }
    }
    s->at = line_end ? line_end : (uint32_t)s->src->text.n;
    s->one_line = true;
    report(s, RP_MSG_MAL_STRING_OPEN, start, s->at - start);
    return RP_MAL_TOK_STRING;
}

// The signs of more than one character, longest first.
static const struct {
    const char *text;
    uint32_t size;
    enum rp_mal_token_kind kind;
} signs[] = {
    {"<--", 3, RP_MAL_TOK_LARROW},    {"-->", 3, RP_MAL_TOK_RARROW}, {"<-", 2, RP_MAL_TOK_REQUIRE},
    {"->", 2, RP_MAL_TOK_OVERRIDE},   {"+>", 2, RP_MAL_TOK_INHERIT}, {"\\/", 2, RP_MAL_TOK_UNION},
    {"/\\", 2, RP_MAL_TOK_INTERSECT}, {"..", 2, RP_MAL_TOK_RANGE},
};

static bool scan_sign(struct rp_mal_scan *s, struct rp_mal_token *token)
{
    struct rp_str rest = {s->src->text.p + s->at, s->src->text.n - s->at};
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (!rp_str_starts(rest, (struct rp_str){signs[i].text, signs[i].size}))
            continue;
        token->kind = signs[i].kind;
        s->at += signs[i].size;
        return true;
    }
    if (peek(s, 0) == '!') {
        // `!E` only where no longer word follows: `!Eve` is a detector's name.
        bool not_exist = peek(s, 1) == 'E' && !is_word(peek(s, 2));
        token->kind = not_exist ? RP_MAL_TOK_NOT_EXIST : RP_MAL_TOK_BANG;
        s->at += not_exist ? 2 : 1;
        return true;
    }
    if (peek(s, 0) == '\0' || !strchr(".#@&|:,=*+-/^{}[]()", peek(s, 0)))
        return false;
    token->kind = RP_MAL_TOK_CHAR;
    token->c = peek(s, 0);
    s->at++;
    return true;
}

// One character that may not stand here; a run of them is reported once.
static void skip_bad(struct rp_mal_scan *s)
{
    size_t size = 1;
    rp_str_decode(s->src->text, s->at, &size);
    if (s->bad_end != s->at || s->at == 0)
        report(s, RP_MSG_MAL_CHARACTER, s->at, (uint32_t)size);
    s->at += (uint32_t)size;
    s->bad_end = s->at;
}

struct rp_mal_token rp_mal_scan_next(struct rp_mal_scan *s)
{
    struct rp_mal_token token = {.kind = RP_MAL_TOK_END};
    for (;;) {
        uint32_t mark = skip_blanks(s);
        token.mark = token.mark ? token.mark : mark;
        token.off = s->at;
        if (at_end(s))
            return token;
        char c = peek(s, 0);
        if (is_word(c)) {
            token.kind = scan_word(s);
            break;
        }
        if (c == '"') {
            bool block = peek(s, 1) == '"' && peek(s, 2) == '"';
            token.kind = block ? scan_text_block(s) : scan_string(s);
            break;
        }
        if (scan_sign(s, &token))
            break;
        skip_bad(s);
    }
    token.len = s->at - token.off;
    assert(token.len > 0);
    return token;
}
