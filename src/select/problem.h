// SPDX-License-Identifier: Apache-2.0
/*
 * The question in integers: variables, objectives, side rows, and what a set of controls is worth.
 *
 * Variables are numbered as in rempart-certificate(5): controls, then kinds, then goals given up.
 */
#ifndef REMPART_SELECT_PROBLEM_H
#define REMPART_SELECT_PROBLEM_H

#include "base/status.h"
#include "select/ineq.h"
#include "select/walk.h"

enum { RP_VAR_FREE = -1 };

enum rp_objective {
    RP_OBJECTIVE_RISK_5, // goals given up, by severity
    RP_OBJECTIVE_RISK_4,
    RP_OBJECTIVE_RISK_3,
    RP_OBJECTIVE_RISK_2,
    RP_OBJECTIVE_RISK_1,
    RP_OBJECTIVE_SEVERITY,
    RP_OBJECTIVE_KINDS,
    RP_OBJECTIVE_PLACES,
    RP_OBJECTIVE_MALFUNCTION,
    RP_OBJECTIVE_EFFORT,
    RP_OBJECTIVE_PLAIN,
    RP_OBJECTIVE_NONE,
    RP_OBJECTIVES_CERTIFIED,                    // those above have a name in certificates
    RP_OBJECTIVE_TIE = RP_OBJECTIVES_CERTIFIED, // tie_cost of the problem
    RP_OBJECTIVES,
};

// The sum of the costs of one objective must stay below this, so that doubles and sums are exact.
#define RP_OBJECTIVE_MAX (INT64_C(1) << 53)

// An objective may not exceed a value.
struct rp_bound_row {
    enum rp_objective objective;
    int64_t value;
};

struct rp_problem {
    struct rp_arena *arena;
    const struct rp_graph *graph;
    uint32_t ncontrols, nkinds, ngoals, nvars;
    int8_t *question;         // by variable: the value that the question leaves, or RP_VAR_FREE
    bool *forced, *forbidden; // by control: as the question has it
    bool contradiction;       // some control has no value left
    struct rp_ineqs ineqs;
    uint32_t first_kind_row;      // behind those of the constraints; one per control
    uint32_t nlimits, cap_limits; // rows of the question, and of finished stages
    struct rp_bound_row *limit;
    uint32_t nquestion_limits;        // the first of them: `limit` lines of the certificate
    uint32_t nexcluded, cap_excluded; // sets that may not be contained
    struct rp_excluded {
        const uint32_t *control;
        uint32_t n;
    } * excluded;
    int64_t *tie_cost; // by variable, for RP_OBJECTIVE_TIE
    struct rp_layer *layer[RP_LAYERS_MAX];
    struct rp_walk walk[RP_LAYERS_MAX];
    uint32_t nlayers;
    bool *kind_used;         // by kind: room for rp_problem_value
    struct rp_terms scratch; // room for a row over all variables, for whoever makes one
};

// Variables of kinds and goals.
static inline uint32_t rp_var_kind(const struct rp_problem *p, uint32_t kind)
{
    return p->ncontrols + kind;
}

static inline uint32_t rp_var_goal(const struct rp_problem *p, uint32_t goal)
{
    return p->ncontrols + p->nkinds + goal;
}

const char *rp_objective_name(enum rp_objective objective);

// Cost of a variable.
int64_t rp_objective_cost(const struct rp_problem *p, enum rp_objective objective, uint32_t var);

// Side rows and layers of a graph; no control forced or forbidden yet but refused ones.
// RP_ERR_LIMIT when the costs of an objective add up to more than RP_OBJECTIVE_MAX.
enum rp_status rp_problem_init(struct rp_problem *p, struct rp_arena *a, const struct rp_graph *g);

// The question leaves only this value.
void rp_problem_fix(struct rp_problem *p, uint32_t control, bool value);

// Rows that belong to the question: call before any core or stage row exists.
void rp_problem_limit(struct rp_problem *p, enum rp_objective objective, int64_t value);
void rp_problem_exclude(struct rp_problem *p, const bool *chosen);

// A stage is finished: from now on its objective may not exceed the value.
void rp_problem_stage_row(struct rp_problem *p, enum rp_objective objective, int64_t value);

// Does the set meet the question and all side rows (goals aside)?
bool rp_problem_sides_hold(const struct rp_problem *p, const bool *chosen);

// Which goals are derivable under the set: given_up[goal].
void rp_problem_open_goals(struct rp_problem *p, const bool *chosen, bool *given_up);

// Value of an objective for a set and the goals that are given up.
int64_t rp_problem_value(const struct rp_problem *p, enum rp_objective objective,
                         const bool *chosen, const bool *given_up);

// Are all limits and stage rows met?
bool rp_problem_limits_hold(const struct rp_problem *p, const bool *chosen, const bool *given_up);

#endif
