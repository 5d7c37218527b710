// SPDX-License-Identifier: Apache-2.0
/*
 * The fixed texts of the documents, by key, in both languages.
 *
 * They stand in catalogue/texts/ and are turned into report-texts.def when the program is built
 * (tools/texts.c), so that a key or a language that is missing does not compile.
 */
#ifndef REMPART_REPORT_TEXT_H
#define REMPART_REPORT_TEXT_H

#include "base/lang.h"

enum rp_t {
#define TEXT(name, key, en, fr) RP_T_##name,
#include "report/report-texts.def"
#undef TEXT
    RP_T_COUNT
};

// The text of a key.
struct rp_str rp_t(enum rp_lang lang, enum rp_t text);

// Its key, as in the text files.
struct rp_str rp_t_key(enum rp_t text);

// The text with {1}, {2} ... replaced by the arguments, in the arena.  args holds as many as the
// text asks for.
struct rp_str rp_t_fill(struct rp_arena *a, enum rp_lang lang, enum rp_t text,
                        const struct rp_str *args);

#endif
