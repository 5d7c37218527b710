// SPDX-License-Identifier: Apache-2.0
/*
 * What the parts of the parser share.  Private to this room.
 *
 * A function that reads something gives false when it could not, after reporting; its caller then
 * skips to the next place where something can begin.
 */
#ifndef REMPART_MAL_PARSE_H
#define REMPART_MAL_PARSE_H

#include "mal/scan.h"
#include "mal/syntax.h"

enum { RP_MAL_LOOK_AHEAD = 3 };

struct rp_mal_parser {
    struct rp_arena *arena;
    struct rp_diags *d;
    const struct rp_source *src;
    struct rp_mal_syntax *syn;
    struct rp_mal_scan scan;
    struct rp_mal_token ahead[RP_MAL_LOOK_AHEAD];
    unsigned nahead;
    uint32_t last_end;  // end of the last token taken
    uint32_t failed_at; // the token that the last report was about, plus 1
    bool quiet;         // trying something out: report nothing
    unsigned depth;     // open parentheses
};

// The token i places on, 0 being the next.
const struct rp_mal_token *rp_mal_peek(struct rp_mal_parser *p, unsigned i);
struct rp_mal_token rp_mal_take(struct rp_mal_parser *p);

bool rp_mal_is_char(struct rp_mal_parser *p, unsigned i, char c);
bool rp_mal_is_kind(struct rp_mal_parser *p, unsigned i, enum rp_mal_token_kind kind);
bool rp_mal_is_name(struct rp_mal_parser *p, unsigned i); // anything that can be one
bool rp_mal_is_word(struct rp_mal_parser *p, unsigned i, const char *word);

// Takes the next token when it is that one.
bool rp_mal_skip_char(struct rp_mal_parser *p, char c);

// Reports at the next token, once, with its text as the subject.  Gives false.
bool rp_mal_fail(struct rp_mal_parser *p, enum rp_msg msg);

bool rp_mal_want_char(struct rp_mal_parser *p, char c, enum rp_msg msg);
bool rp_mal_want_name(struct rp_mal_parser *p, struct rp_mal_word *ret_word);
bool rp_mal_want_text(struct rp_mal_parser *p, struct rp_str *ret_text);

struct rp_loc rp_mal_loc(const struct rp_mal_parser *p, const struct rp_mal_token *token);
// From a place to the end of what was taken last.
struct rp_loc rp_mal_loc_since(const struct rp_mal_parser *p, uint32_t off);
struct rp_str rp_mal_token_str(const struct rp_mal_parser *p, const struct rp_mal_token *token);

// All metas that follow; *list is their end.
bool rp_mal_parse_metas(struct rp_mal_parser *p, struct rp_mal_syn_meta **list);

// parse_expr.c.  NULL when not readable.
struct rp_mal_syn_expr *rp_mal_parse_expr(struct rp_mal_parser *p);
struct rp_mal_syn_expr *rp_mal_parse_exprs(struct rp_mal_parser *p); // separated by commas
struct rp_mal_ttc *rp_mal_parse_ttc(struct rp_mal_parser *p);
bool rp_mal_parse_number(struct rp_mal_parser *p, double *ret_number);

// parse_step.c: what stands between the braces of an asset, and the closing one.
void rp_mal_parse_asset_body(struct rp_mal_parser *p, struct rp_mal_syn_asset *asset);
bool rp_mal_starts_declaration(struct rp_mal_parser *p); // something of the level of the file

#endif
