// SPDX-License-Identifier: Apache-2.0
/*
 * Assessment -> measures: what each retained control is there for.
 *
 * A measure is a control of the model with all its places, or a kind of control that the smallest
 * addition proposes with all its places.  For each, every other measure stays and this one goes:
 * the harms that come back, each by a numbered path with the step that the measure cuts.  Numbered
 * are also the easiest path without any control, and those that leave a harm unacceptable.
 */
#ifndef REMPART_ASSESS_MEASURES_H
#define REMPART_ASSESS_MEASURES_H

#include "assess/assess.h"

// A path to a harm, numbered within the harm from 1 (the easiest one without any control).
struct rp_numbered_path {
    uint32_t risk, number;
    struct rp_path path;
};

struct rp_return {
    uint32_t risk;
    unsigned level; // of the harm without the measure
    uint32_t path;  // into rp_measures.path
    uint32_t step;  // index into that path's steps: the first one that the measure cuts;
                    // RP_GRAPH_NONE when it cuts it only through a control that needs it
};

enum rp_measure_state { RP_MEASURE_EXISTING, RP_MEASURE_PLANNED, RP_MEASURE_TO_ADD };

struct rp_measure {
    enum rp_measure_state state;
    uint32_t control;   // of the model; 0 when TO_ADD
    uint32_t kind;      // of the catalogue
    const uint32_t *at; // graph controls
    uint32_t nat;
    bool superfluous;             // at all its places
    const struct rp_return *back; // by risk
    uint32_t nback;
};

struct rp_measures {
    const struct rp_measure *measure; // the model's in its order, then those to add
    uint32_t nmeasures;
    const struct rp_numbered_path *path; // by risk, then number
    uint32_t npaths;
    const bool *retained; // by graph control: decided, and the smallest addition
};

// One exposure for each measure.  In the arena.
void rp_assess_measures(struct rp_arena *a, const struct rp_assessment *as,
                        struct rp_measures *ret_measures);

#endif
