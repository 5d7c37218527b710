// SPDX-License-Identifier: Apache-2.0
/*
 * French typography: the spaces at which a line must not break.
 */
#include "doc/typography.h"

#include <string.h>

#define NO_BREAK "\xC2\xA0"            // U+00A0, before a colon and inside guillemets
#define NARROW_NO_BREAK "\xE2\x80\xAF" // U+202F, before ; ! ?
#define GUILLEMET_OPEN "\xC2\xAB"
#define GUILLEMET_CLOSE "\xC2\xBB"

static bool starts(struct rp_str text, size_t at, const char *what)
{
    return rp_str_starts((struct rp_str){text.p + at, text.n - at}, rp_str_of(what));
}

const char *rp_doc_space(enum rp_lang lang, struct rp_str text, size_t at)
{
    if (lang != RP_FR)
        return " ";
    if (at >= 2 && starts(text, at - 2, GUILLEMET_OPEN))
        return NO_BREAK;
    if (at + 1 >= text.n || !text.p[at + 1])
        return " ";
    if (starts(text, at + 1, GUILLEMET_CLOSE) || text.p[at + 1] == ':' || text.p[at + 1] == '%')
        return NO_BREAK;
    return strchr(";!?", text.p[at + 1]) ? NARROW_NO_BREAK : " ";
}

struct rp_str rp_doc_typography(struct rp_arena *a, enum rp_lang lang, struct rp_str text)
{
    if (lang != RP_FR || !text.n)
        return text;
    struct rp_buf out;
    rp_buf_init(&out, 0);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == ' ')
            rp_buf_puts(&out, rp_doc_space(lang, text, i));
        else
            rp_buf_putc(&out, text.p[i]);
    }
    struct rp_str set = rp_str_copy(a, rp_buf_str(&out));
    rp_buf_done(&out);
    return set;
}
