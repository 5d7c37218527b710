// SPDX-License-Identifier: Apache-2.0
/*
 * Syntax trees of MAL files: what was written, nothing resolved.  Private to this room.
 */
#ifndef REMPART_MAL_SYNTAX_H
#define REMPART_MAL_SYNTAX_H

#include "mal/mal.h"

enum {
    RP_MAL_MAX_NESTING = 200, // parentheses
    RP_MAL_MAX_HEIGHT = 1000, // of an expression, variables put in
    RP_MAL_MAX_FILES = 1000,
    RP_MAL_MAX_ANCESTORS = 1000,
    RP_MAL_MAX_RESOLVED =
        8 * 1000 * 1000, // steps, fields and reaches, inherited ones counted again
};

struct rp_mal_word {
    struct rp_str text; // empty: not given, or not readable and reported
    struct rp_loc at;
};

struct rp_mal_syn_meta {
    struct rp_mal_syn_meta *next;
    struct rp_mal_word key;
    struct rp_str text;
};

enum rp_mal_syn_op {
    RP_MAL_SYN_NAME, // name
    RP_MAL_SYN_CALL, // name()
    RP_MAL_SYN_COLLECT,
    RP_MAL_SYN_UNION,
    RP_MAL_SYN_INTERSECT,
    RP_MAL_SYN_DIFFERENCE,
    RP_MAL_SYN_CLOSURE, // left*
    RP_MAL_SYN_SUBTYPE, // left[name]
};

struct rp_mal_syn_expr {
    struct rp_mal_syn_expr *next; // in a list separated by commas
    enum rp_mal_syn_op op;
    uint32_t height;
    struct rp_mal_word name;
    struct rp_mal_syn_expr *left, *right;
    struct rp_loc at;
};

struct rp_mal_syn_step {
    struct rp_mal_syn_step *next;
    enum rp_mal_step_type type;
    struct rp_mal_word name;
    struct rp_str *tag;
    uint32_t ntags;
    unsigned cia; // of enum rp_mal_cia
    struct rp_loc cia_at;
    struct rp_mal_ttc *ttc;
    struct rp_loc ttc_at; // src NULL: none given
    struct rp_mal_syn_meta *meta;
    struct rp_mal_syn_expr *needs, *reach;
    struct rp_loc needs_at, reach_at; // the sign; src NULL: none given
    bool appends;                     // +>
};

struct rp_mal_syn_variable {
    struct rp_mal_syn_variable *next;
    struct rp_mal_word name;
    struct rp_mal_syn_expr *expr; // NULL: not readable, reported
};

struct rp_mal_syn_asset {
    struct rp_mal_syn_asset *next;
    struct rp_mal_word name, parent;
    struct rp_str category;
    bool abstract;
    struct rp_mal_syn_meta *meta;
    struct rp_mal_syn_step *step;
    struct rp_mal_syn_variable *variable;
};

struct rp_mal_syn_category {
    struct rp_mal_syn_category *next;
    struct rp_mal_word name;
    struct rp_mal_syn_meta *meta;
    bool has_assets;
};

struct rp_mal_syn_end { // of an association
    struct rp_mal_word asset, role;
    uint32_t min, max;
};

struct rp_mal_syn_association {
    struct rp_mal_syn_association *next;
    struct rp_mal_word name;
    struct rp_mal_syn_end left, right;
    struct rp_mal_syn_meta *meta;
};

struct rp_mal_syn_define {
    struct rp_mal_syn_define *next;
    struct rp_mal_word key;
    struct rp_str text;
    bool readable;
};

struct rp_mal_syn_include {
    struct rp_mal_syn_include *next;
    struct rp_str path;
    struct rp_loc at;
};

// The declarations of all files, in the order in which they were read.
struct rp_mal_syntax {
    struct rp_mal_syn_category *category, **last_category;
    struct rp_mal_syn_asset *asset, **last_asset;
    struct rp_mal_syn_association *association, **last_association;
    struct rp_mal_syn_define *define, **last_define;
    uint32_t nassets, nsteps, nvariables, nassociations;
};

void rp_mal_syntax_init(struct rp_mal_syntax *syn);

// Adds what a file declares.  Reports all mistakes; what could be read is kept.  Gives the file's
// includes, which are not followed here.
struct rp_mal_syn_include *rp_mal_parse(struct rp_arena *a, const struct rp_source *src,
                                        struct rp_mal_syntax *syn, struct rp_diags *d);

#endif
