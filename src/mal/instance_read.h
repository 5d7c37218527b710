// SPDX-License-Identifier: Apache-2.0
/*
 * What the parts of the reader of instance files share.  Private to this room.
 */
#ifndef REMPART_MAL_INSTANCE_READ_H
#define REMPART_MAL_INSTANCE_READ_H

#include "mal/instance.h"
#include "read/tree.h"

enum { RP_MAL_INSTANCE_GUESSES = 200 }; // errors after which no did-you-mean is looked for

struct rp_mal_thing_node {
    const struct rp_node *node;
};

struct rp_mal_reader {
    struct rp_mal_instance *in;
    struct rp_diags *d;
    const struct rp_node *root, *model;    // the same, except in a scenario
    struct rp_names ids, names;            // of things, as written
    uint32_t *thing_of_id, *thing_of_name; // by number of ids and names
    uint32_t ids_cap, names_cap;
    struct rp_mal_thing_node *node; // thing -> its map in the file
    uint32_t node_cap;
};

// Each reports a value of another kind; a value already reported is passed over in silence.
bool rp_mal_want_map(struct rp_mal_reader *r, const struct rp_node *node);
bool rp_mal_want_list(struct rp_mal_reader *r, const struct rp_node *node);
bool rp_mal_want_scalar(struct rp_mal_reader *r, const struct rp_node *node);

// The thing with an id as written ("007" is 7); 0 when there is none.
uint32_t rp_mal_find_id(struct rp_mal_reader *r, struct rp_str text);
uint32_t rp_mal_find_named(struct rp_mal_reader *r, struct rp_str name);

// Links two things after checking both types; reports at the place.
void rp_mal_add_checked_link(struct rp_mal_reader *r, uint32_t from, uint32_t field, uint32_t to,
                             struct rp_loc at);

// Reads the list of associations of the formats before 0.3.
void rp_mal_read_associations(struct rp_mal_reader *r, const struct rp_node *list);

// Reads entry points: attackers of old formats, agents of scenarios, plain lists.
void rp_mal_read_entries(struct rp_mal_reader *r, const struct rp_node *map);

#endif
