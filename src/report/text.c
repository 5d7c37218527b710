// SPDX-License-Identifier: Apache-2.0
/*
 * The fixed texts of the documents, by key, in both languages.
 */
#include "report/text.h"

#include "base/buf.h"

static const struct {
    const char *key, *in[RP_LANGS];
} texts[] = {
#define TEXT(name, key, en, fr) {key, {en, fr}},
#include "report/report-texts.def"
#undef TEXT
};

struct rp_str rp_t(enum rp_lang lang, enum rp_t text)
{
    return rp_str_of(texts[text].in[lang]);
}

struct rp_str rp_t_key(enum rp_t text)
{
    return rp_str_of(texts[text].key);
}

struct rp_str rp_t_fill(struct rp_arena *a, enum rp_lang lang, enum rp_t text,
                        const struct rp_str *args)
{
    struct rp_str pattern = rp_t(lang, text);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    for (size_t i = 0; i < pattern.n; i++) {
        if (pattern.p[i] == '{' && i + 2 < pattern.n && pattern.p[i + 2] == '}') {
            rp_buf_put(&out, args[pattern.p[i + 1] - '1']);
            i += 2;
        } else {
            rp_buf_putc(&out, pattern.p[i]);
        }
    }
    struct rp_str filled = rp_str_copy(a, rp_buf_str(&out));
    rp_buf_done(&out);
    return filled;
}
