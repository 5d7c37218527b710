// SPDX-License-Identifier: Apache-2.0
/*
 * What the parts of the checker share: the language while it is made.  Private to this room.
 */
#ifndef REMPART_MAL_CHECK_H
#define REMPART_MAL_CHECK_H

#include "mal/syntax.h"

struct rp_mal_build_variable {
    const struct rp_mal_syn_variable *syn;
    uint32_t asset, name;
    enum { RP_MAL_VAR_NEW, RP_MAL_VAR_OPEN, RP_MAL_VAR_DONE } state;
    bool used, in_cycle;
    uint32_t type; // 0: wrong, reported
    const struct rp_mal_expr *expr;
};

// What an asset has while the language is made, beside struct rp_mal_asset.
struct rp_mal_build_asset {
    const struct rp_mal_syn_asset *syn;
    uint32_t depth; // ancestors
    uint32_t first_step, first_variable;
    uint32_t own_steps, own_variables;
    uint32_t first_field;           // own fields, through next_field; 0 when none
    struct rp_mal_member *variable; // own and inherited, sorted by name
    uint32_t nvariables;
    bool extended;
};

// Marks beside names: says fast whether a name was met in the scope with a number.
struct rp_mal_stamp {
    uint32_t *scope, *item; // by name number
};

struct rp_mal_build {
    struct rp_arena *arena;
    struct rp_diags *d;
    const struct rp_mal_syntax *syn;
    struct rp_str id, version;
    struct rp_names *names;
    uint32_t *asset_of_name;
    struct rp_mal_asset *asset;
    struct rp_mal_build_asset *more; // beside asset
    uint32_t nassets;
    uint32_t *order; // assets, parents first
    struct rp_mal_step *step;
    const struct rp_mal_syn_step **step_syn;
    uint32_t nsteps;
    struct rp_mal_field *field;
    uint32_t *next_field; // beside field: next of the same asset
    bool *field_used;
    uint32_t nfields;
    struct rp_mal_build_variable *variable;
    uint32_t nvariables;
    struct rp_mal_stamp step_stamp, field_stamp, variable_stamp, meta_stamp;
    uint32_t scope;    // last scope number of meta_stamp
    uint32_t resolved; // see RP_MAL_MAX_RESOLVED
    unsigned depth;    // of the walk over expressions
    uint32_t nclosures;
};

// Each reports what it finds; false when going on makes no sense.
// start: where the language begins, for what it lacks.
void rp_mal_check_defines(struct rp_mal_build *b, struct rp_loc start);
bool rp_mal_check_assets(struct rp_mal_build *b);
bool rp_mal_check_members(struct rp_mal_build *b);
bool rp_mal_check_steps(struct rp_mal_build *b);
void rp_mal_check_unused(struct rp_mal_build *b);

// Metas as an array; reports keys given twice.  Gives their number.
uint32_t rp_mal_check_metas(struct rp_mal_build *b, const struct rp_mal_syn_meta *list,
                            struct rp_mal_meta **ret_meta);

// The time of a step: rules of its type and of each distribution.
void rp_mal_check_ttc(struct rp_mal_build *b, const struct rp_mal_syn_step *step);

// A step's "->": where it leads from an asset.  False when wrong, reported.
bool rp_mal_check_reach(struct rp_mal_build *b, uint32_t from, const struct rp_mal_syn_expr *e,
                        struct rp_mal_reach *ret_reach, uint32_t *ret_step);

// An expression that must lead to assets; gives their type, 0 when wrong and reported.
uint32_t rp_mal_check_expr(struct rp_mal_build *b, uint32_t from, const struct rp_mal_syn_expr *e,
                           const struct rp_mal_expr **ret_expr);
void rp_mal_check_variables(struct rp_mal_build *b);

// Counts towards the limit of the whole language; false (reported once) when it is exceeded.
bool rp_mal_count_resolved(struct rp_mal_build *b, uint32_t n, struct rp_loc at);

uint32_t rp_mal_member_find(const struct rp_mal_member *member, uint32_t n, uint32_t name);
bool rp_mal_descends(const struct rp_mal_asset *asset, uint32_t one, uint32_t ancestor);

// Adds the nearest member's name to a message, when there are not too many messages already.
enum { RP_MAL_MAX_GUESSES = 200 };
void rp_mal_guess_asset(struct rp_mal_build *b, struct rp_diag *diag, struct rp_str word);

// Sorts by name number; names are unique.
void rp_mal_sort_members(struct rp_mal_member *member, uint32_t n);

#endif
