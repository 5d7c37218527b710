// SPDX-License-Identifier: Apache-2.0
/*
 * The two forms of a graph file, behind rp_graph_read.  Private to this room.
 */
#ifndef REMPART_ATTACK_GRAPH_TEXT_H
#define REMPART_ATTACK_GRAPH_TEXT_H

#include "attack/graph.h"

// Words of the files, in the order of their enumerations.
extern const struct rp_str rp_graph_state_word[4];
extern const struct rp_str rp_graph_constraint_word[3];

// Whether a file of so many bytes may have so many facts: facts that nothing speaks of are no use, and
// far more of them than bytes is a mistake or an attack.  The floor keeps a graph readable that was
// read from a longer file, with comments or in the other form.
static inline bool rp_graph_facts_fit(uint32_t facts, size_t bytes)
{
    return facts <= 100 * 1000 || facts / 64 <= bytes;
}

// Reads the text form; what cannot be read is reported and left out.
const struct rp_graph *rp_graph_read_text(struct rp_arena *a, const struct rp_source *src,
                                          struct rp_diags *d);

// The same for the JSON form.
const struct rp_graph *rp_graph_read_json(struct rp_arena *a, const struct rp_source *src,
                                          struct rp_diags *d);

// Whether a name can stand in both forms: well-formed, no control characters and none that change the
// direction of writing, no blanks at its ends.
bool rp_graph_name_is_good(struct rp_str name);

// Reports doubled names of controls, kinds and goals; at: the file.
void rp_graph_check_names(struct rp_arena *a, const struct rp_graph *g, struct rp_loc at,
                          struct rp_diags *d);

#endif
