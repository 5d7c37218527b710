// SPDX-License-Identifier: Apache-2.0
/*
 * MAL, the Meta Attack Language: text -> one checked and resolved language.
 *
 * Reads the language of malcompiler 2022 and of mal-toolbox 2.9 (causal modes and detectors are
 * read and left out).  Where the reference tools differ, the reading is told in rempart-mal(7).
 * Things are indexes into arrays in the order of the source; 0 is "none", real ones start at 1.
 */
#ifndef REMPART_MAL_MAL_H
#define REMPART_MAL_MAL_H

#include "base/names.h"
#include "diag/diag.h"

enum rp_mal_step_type {
    RP_MAL_OR,        // |
    RP_MAL_AND,       // &
    RP_MAL_DEFENSE,   // #
    RP_MAL_EXIST,     // E
    RP_MAL_NOT_EXIST, // !E
};

enum rp_mal_cia { RP_MAL_C = 1, RP_MAL_I = 2, RP_MAL_A = 4, RP_MAL_CIA_GIVEN = 8 };

// key info: "text"
struct rp_mal_meta {
    struct rp_str key, text;
    struct rp_loc at;
};

// Time to compromise, as a tree.
enum rp_mal_ttc_op {
    RP_MAL_TTC_FUNCTION, // name and arguments
    RP_MAL_TTC_NUMBER,
    RP_MAL_TTC_ADD,
    RP_MAL_TTC_SUB,
    RP_MAL_TTC_MUL,
    RP_MAL_TTC_DIV,
    RP_MAL_TTC_POW,
};

struct rp_mal_ttc {
    enum rp_mal_ttc_op op;
    struct rp_str name; // FUNCTION
    double number[2];   // NUMBER: [0]; FUNCTION: arguments
    uint32_t nargs;
    const struct rp_mal_ttc *left, *right;
    struct rp_loc at;
};

enum rp_mal_expr_op {
    RP_MAL_EXPR_FIELD,    // field (index into its asset's fields), from the static type
    RP_MAL_EXPR_VARIABLE, // variable
    RP_MAL_EXPR_COLLECT,  // left.right
    RP_MAL_EXPR_UNION,
    RP_MAL_EXPR_INTERSECT,
    RP_MAL_EXPR_DIFFERENCE,
    RP_MAL_EXPR_CLOSURE, // left*
    RP_MAL_EXPR_SUBTYPE, // left[asset]
    RP_MAL_EXPR_SELF,    // nothing navigated: the instance itself
};

struct rp_mal_expr {
    enum rp_mal_expr_op op;
    uint32_t field;    // number of the association end, see struct rp_mal_field
    uint32_t asset;    // SUBTYPE
    uint32_t variable; // VARIABLE: its number
    const struct rp_mal_expr *left, *right; // VARIABLE: left is the variable's expression
    uint32_t height;    // of the tree with variables put in: at most a thousand, so one may recurse
    uint32_t nclosures; // most closures inside one another, itself included
    struct rp_loc at;
};

// One target of "->", "+>" (expression and final step) or one "<-" (expression, step 0).
struct rp_mal_reach {
    const struct rp_mal_expr *to; // which instances
    struct rp_str step;           // which step of them, looked up by name on each
    uint32_t step_name;           // its number in rp_mal.names
    struct rp_loc at;
};

struct rp_mal_step {
    struct rp_str name;
    enum rp_mal_step_type type;
    uint32_t asset;       // where this declaration stands
    uint32_t inherited;   // step of an ancestor that this one redeclares, or 0
    uint32_t name_number; // in rp_mal.names
    struct rp_loc at;     // its name
    const struct rp_str *tag;
    uint32_t ntags;
    unsigned cia;                   // of enum rp_mal_cia, inherited when not given
    const struct rp_mal_ttc *ttc;   // resolved: inherited when not given; NULL when none
    const struct rp_mal_meta *meta; // resolved: own, then inherited ones not given again
    uint32_t nmeta;
    const struct rp_mal_reach *reach; // resolved: children that hold for this asset
    uint32_t nreach;
    const struct rp_mal_reach *needs; // E, !E
    uint32_t nneeds;
};

// A step or a field of an asset, found by its name's number.
struct rp_mal_member {
    uint32_t name, item;
};

struct rp_mal_asset {
    struct rp_str name, category;
    uint32_t parent; // asset, or 0
    bool abstract;
    struct rp_loc at;
    const struct rp_mal_meta *meta; // own
    uint32_t nmeta;
    // All steps of an instance: those declared here in source order, then those inherited and not
    // redeclared, nearest parent first.
    const uint32_t *step;
    uint32_t nsteps;
    const struct rp_mal_member *step_by_name;  // the same, sorted by name
    const struct rp_mal_member *field_by_name; // own and inherited fields
    uint32_t nfields;
    uint32_t low, high; // it and its descendants are the assets whose low is in low..high
};

// One end of an association: what an instance of `from` sees under `name`.
struct rp_mal_field {
    struct rp_str name;
    uint32_t from, to; // assets
    uint32_t opposite; // the field back
    uint32_t min, max; // how many; max UINT32_MAX: unlimited
    struct rp_str association;
    struct rp_loc at;
};

struct rp_mal {
    struct rp_str id, version;
    const struct rp_mal_asset *asset; // [0] is none
    uint32_t nassets;                 // with the none
    const struct rp_mal_step *step;
    uint32_t nsteps;
    const struct rp_mal_field *field;
    uint32_t nfields;
    const struct rp_names *names; // names of assets, steps and fields are interned here
    uint32_t nclosures;           // most closures inside one another
    uint32_t nvariables;
    const uint32_t *asset_of_name; // by name number; 0 none
};

// The number of a step of an asset by its name's number; 0 when it has none.
uint32_t rp_mal_step_by_number(const struct rp_mal *m, uint32_t asset, uint32_t name);

// How a file named by include, or by the caller, is found: gives a source or NULL after reporting.
// from is the path of the including file ("" at the start), asked_at the include line.
struct rp_mal_loader {
    void *context;
    const struct rp_source *(*load)(void *context, struct rp_str from, struct rp_str path,
                                    struct rp_loc asked_at, struct rp_diags *d);
};

// A loader that reads files, their names taken relative to the including file.  Borrows the arena.
struct rp_mal_loader rp_mal_file_loader(struct rp_arena *a);

// Compiles the given sources and what they include into one language.  Reports all mistakes.
// NULL when any of them was an error.  loader NULL: no file can be included.
const struct rp_mal *rp_mal_compile(struct rp_arena *a, const struct rp_source *const *src,
                                    uint32_t nsrc, const struct rp_mal_loader *loader,
                                    struct rp_diags *d);

// Asset by name, 0 when there is none.
uint32_t rp_mal_asset_find(const struct rp_mal *m, struct rp_str name);

// Whether an asset is the other or descends from it.
bool rp_mal_asset_is(const struct rp_mal *m, uint32_t asset, uint32_t ancestor);

// The step of that name that holds for an asset, own or inherited; 0 when there is none.
uint32_t rp_mal_step_find(const struct rp_mal *m, uint32_t asset, struct rp_str name);

// The field of that name that an asset has, own or inherited; 0 when there is none.
uint32_t rp_mal_field_find(const struct rp_mal *m, uint32_t asset, struct rp_str name);

bool rp_mal_step_has_tag(const struct rp_mal_step *s, struct rp_str tag);

// Text of a meta key, empty when not given.
struct rp_str rp_mal_meta_find(const struct rp_mal_meta *meta, uint32_t n, struct rp_str key);

// Feasibility of an attack step, after architecture.md's reading of the standard names: none and
// Zero 4, Easy... 3, Hard... 2, VeryHard... 1, Infinity 0.  Any other distribution: by its mean in
// days m: m < 1 gives 4, below 10 3, below 100 2, else 1 (documented in rempart-mal(7)).
unsigned rp_mal_step_level(const struct rp_mal_step *s);

#endif
