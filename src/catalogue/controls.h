// SPDX-License-Identifier: Apache-2.0
/*
 * controls.yaml -> table of kinds of control.  Private to this room.
 */
#ifndef REMPART_CATALOGUE_CONTROLS_H
#define REMPART_CATALOGUE_CONTROLS_H

#include "catalogue/catalogue.h"
#include "catalogue/table.h"

struct rp_control_source { // where a control was read from
    const struct rp_node *map;
};

struct rp_controls {
    struct rp_entry_reader table;
    const struct rp_mal *mal;        // may be NULL: nothing is checked against it then
    struct rp_control_kind *control; // [0] is none
    struct rp_control_source *from;  // beside it
    uint32_t n, control_cap, from_cap;
};

void rp_controls_init(struct rp_controls *c, struct rp_arena *a, const struct rp_mal *mal,
                      struct rp_diags *d);

// Adds the controls of one file; mistakes are reported.
void rp_controls_read(struct rp_controls *c, const struct rp_source *src);

// When all files are read: what one control says of others, and whether controls and defences of the
// language are the same set.
void rp_controls_resolve(struct rp_controls *c);

#endif
