// SPDX-License-Identifier: Apache-2.0
/*
 * The state of reading a model, and the steps of it.  Private to this room.
 *
 * 1. files.c:  all files are read as trees, the things in them counted;
 * 2. fields.c: every map is read by its table of keys into its struct;
 * 3. ids.c:    ids are defined on the way, references looked up once all are known;
 * 4. rules*.c: what only the whole model can tell.
 */
#ifndef REMPART_MODEL_READER_H
#define REMPART_MODEL_READER_H

#include "model/keys.h"

enum {
    RP_MODEL_MAX_FILES = 256,
    RP_MODEL_MAX_LEVELS = 16,   // of inclusion
    RP_MODEL_MAX_ID = 64,       // bytes
    RP_MODEL_MAX_GUESSES = 200, // unknown names for which a known one is looked for
    RP_MODEL_NO_LEVEL = 255,    // acceptable feasibility that the text has not given
};

struct rp_model_file {
    const struct rp_source *src;
    const struct rp_node *root; // NULL when nothing could be read
};

// A reference whose name waits to be looked up.
struct rp_pending {
    struct rp_ref *slot;
    struct rp_str name;
    unsigned classes;
};

struct rp_reader {
    struct rp_arena *arena;
    struct rp_diags *d;
    struct rp_model *m;
    int64_t today;
    bool alone;       // no other file may be opened: fuzzing
    bool cut;         // parts of a file were lost: no section can be said to be missing
    unsigned lost;    // bit 1 << class: things of the class may have been lost with them
    unsigned damaged; // bit 1 << class: things of the class that were read may lack parts

    struct rp_model_file *file;
    uint32_t nfiles, files_cap;
    struct rp_names *names;
    struct rp_ref *by_name; // by name number
    uint32_t by_name_cap;
    struct rp_pending *pending;
    uint32_t npending, pending_cap;
    uint32_t guesses; // that were made
    uint32_t ntests;

    enum rp_class class; // of the thing that is being read, and its number
    uint32_t i;
    struct rp_loc device_at, policy_at; // of their key; src NULL before
};

// Where things of a class stand in struct rp_model.
struct rp_class_info {
    size_t array_off, count_off, size;
    enum rp_msg unknown, wrong; // messages about a name that should be one
};

// NULL for classes that have no array (NONE, TEST).
const struct rp_class_info *rp_class_info(enum rp_class class);

// The thing, whose first member is its struct rp_item.
void *rp_class_thing(const struct rp_model *m, enum rp_class class, uint32_t i);
uint32_t rp_class_count(const struct rp_model *m, enum rp_class class);

// files.c: reads the main file and all that it includes.
void rp_reader_load(struct rp_reader *r, const struct rp_source *src);

// fields.c: reads a map by its table into the struct at base.
void rp_reader_map(struct rp_reader *r, const struct rp_node *map, const struct rp_keys *keys,
                   void *base);

// values.c: scalars that have a form.  Each reports and gives false when the form is wrong.
bool rp_value_text(struct rp_reader *r, const struct rp_node *node, struct rp_text *ret_text);
bool rp_value_number(struct rp_reader *r, const struct rp_node *node, const struct rp_key *key,
                     uint32_t *ret_value);
bool rp_value_choice(struct rp_reader *r, const struct rp_node *node, const char *const *words,
                     uint32_t *ret_index);
bool rp_value_date(struct rp_reader *r, const struct rp_node *node, bool or_unknown);
bool rp_value_word(struct rp_reader *r, const struct rp_node *node);
bool rp_value_line(struct rp_reader *r, const struct rp_node *node);
// Reports a word outside a closed list, with the nearest one and the list.
void rp_value_unknown(struct rp_reader *r, const struct rp_node *node, const char *const *words);

// ids.c
// Gives the id to the thing that is being read (or to the class and number); duplicates reported.
void rp_reader_define(struct rp_reader *r, enum rp_class class, uint32_t i,
                      const struct rp_node *id);
// Keeps the reference until all ids are known.
void rp_reader_refer(struct rp_reader *r, struct rp_ref *slot, const struct rp_node *name,
                     unsigned allowed);
// Looks all references up.
void rp_reader_resolve(struct rp_reader *r);

// rules.c, rules_flow.c, rules_control.c: report what is wrong or doubtful in the whole.
void rp_rules_zones(struct rp_reader *r); // makes `touches` symmetric, fills zones from hosts
void rp_rules_components(struct rp_reader *r);
void rp_rules_flows(struct rp_reader *r);
void rp_rules_assets(struct rp_reader *r);
void rp_rules_harms(struct rp_reader *r);
void rp_rules_controls(struct rp_reader *r);
void rp_rules_policy(struct rp_reader *r);

// As rp_model_read, for a text that is in memory; with alone, no other file is opened.
const struct rp_model *rp_model_of_source(struct rp_arena *a, const struct rp_source *src,
                                          int64_t today, bool alone, struct rp_diags *d);

#endif
