// SPDX-License-Identifier: Apache-2.0
/*
 * MAL text -> words, one at a time.  Private to this room.
 */
#ifndef REMPART_MAL_SCAN_H
#define REMPART_MAL_SCAN_H

#include "diag/diag.h"

enum rp_mal_token_kind {
    RP_MAL_TOK_END,
    RP_MAL_TOK_ID,  // starts with a letter or _, or has one after leading digits
    RP_MAL_TOK_INT, // digits only; may stand where a name does, so a number's point is a token
    RP_MAL_TOK_STRING,
    RP_MAL_TOK_TEXT_BLOCK, // """ ... """
    RP_MAL_TOK_LARROW,     // <--
    RP_MAL_TOK_RARROW,     // -->
    RP_MAL_TOK_REQUIRE,    // <-
    RP_MAL_TOK_OVERRIDE,   // ->
    RP_MAL_TOK_INHERIT,    // +>
    RP_MAL_TOK_NOT_EXIST,  // !E
    RP_MAL_TOK_BANG,       // !
    RP_MAL_TOK_UNION,      // \/
    RP_MAL_TOK_INTERSECT,  // /\ .
    RP_MAL_TOK_RANGE,      // ..
    RP_MAL_TOK_CHAR,       // one of . # @ & | : , = * + - / ^ { } [ ] ( )
};

struct rp_mal_token {
    enum rp_mal_token_kind kind;
    char c; // CHAR
    uint32_t off, len;
    uint32_t mark; // just after the first "//!" between the previous token and this one; 0: none
};

struct rp_mal_scan {
    const struct rp_source *src;
    struct rp_diags *d; // NULL: report nothing
    uint32_t at;        // next byte
    uint32_t reported;  // nothing before it is reported any more
    uint32_t bad_end;   // end of the last run of bytes reported as bad
    bool one_line;      // a string was not closed: later ones must end on their line
};

// Reports bytes that are not UTF-8 and characters that change the direction of writing.
void rp_mal_scan_init(struct rp_mal_scan *s, const struct rp_source *src, struct rp_diags *d);

// The next token; END for ever at the end.  "//!" is skipped as a comment, see mark.
struct rp_mal_token rp_mal_scan_next(struct rp_mal_scan *s);

// What the text of a STRING or TEXT_BLOCK means, in the arena or in the source.  Escapes that
// malcompiler does not know are kept as written, and reported when d is given.
struct rp_str rp_mal_scan_text(struct rp_arena *a, const struct rp_source *src,
                               const struct rp_mal_token *token, struct rp_diags *d);

#endif
