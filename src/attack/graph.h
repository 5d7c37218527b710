// SPDX-License-Identifier: Apache-2.0
/*
 * The attack graph: facts, steps that derive them, controls that stop steps, goals.
 *
 * An AND/OR graph in compressed rows: step r derives head[r] from all facts of its body; several
 * steps with one head are alternatives.  A step has a feasibility 1..4; a control lowers it to an
 * effect 0..3 (0 removes it), the strongest chosen control counts; a step with introducers exists
 * only when all of them are chosen.  A goal is a harm: acceptable when its fact cannot be derived
 * from steps above its acceptable level.  Cycles are harmless: the meaning is the least fixpoint.
 * The same structure is read from and written to files (rempart-graph(5)), whoever made them.
 * Ids are indexes from 0 here, as in the files: a graph has no "none" except where RP_GRAPH_NONE
 * is allowed.
 */
#ifndef REMPART_ATTACK_GRAPH_H
#define REMPART_ATTACK_GRAPH_H

#include "base/lang.h"
#include "diag/diag.h"

#define RP_GRAPH_NONE UINT32_MAX

// Lists in compressed rows: items of i are item[first[i]] .. item[first[i + 1] - 1].
struct rp_rows {
    uint32_t *first; // n + 1 entries
    uint32_t *item;
};

enum rp_graph_state {  // of a control
    RP_GRAPH_FREE,     // may be chosen
    RP_GRAPH_EXISTING, // built
    RP_GRAPH_PLANNED,  // decided, not built
    RP_GRAPH_REFUSED,  // must not be chosen
};

// Built, or decided to be.
static inline bool rp_graph_is_decided(enum rp_graph_state state)
{
    return state == RP_GRAPH_EXISTING || state == RP_GRAPH_PLANNED;
}

// Cost of a kind of control (once) and of a control (each place).  Integers.
struct rp_cost {
    uint32_t plain;       // one plain cost, for graphs from elsewhere; made from a model: 1 for a
                          // control, 0 for a kind
    uint64_t malfunction; // expected malfunctions added, in millionths
    uint32_t effort;      // acceptance test cases
};

struct rp_graph_kind {
    struct rp_str name;
    struct rp_cost cost;
};

struct rp_graph_control {
    struct rp_str name; // "message-authentication@state-link"
    uint32_t kind;
    struct rp_cost cost;
    enum rp_graph_state state;
};

struct rp_graph_goal {
    struct rp_str name; // id of the harm
    uint32_t fact;
    uint8_t acceptable; // 0..4, highest acceptable feasibility (4: nothing to do)
    uint8_t severity;   // 1..5
};

// Side constraints between controls: if `control` is chosen, then one of `any` must be (NEEDS,
// ANSWERS), or none of `any` may be (EXCLUDES).
enum rp_constraint_type { RP_NEEDS_ONE, RP_ANSWERED_BY, RP_EXCLUDES_ALL };

struct rp_graph_constraint {
    enum rp_constraint_type type;
    uint32_t control;
    uint32_t any_first, n; // into constraint_item
};

// Where things come from, for people; parallel arrays, NULL when a graph has none (read from a file).
struct rp_graph_origin {
    struct rp_text *step_text; // the step in words
    struct rp_str *step_id;    // technique id; empty when it has none
    bool *step_hidden;         // only links others: left out of a path that is told in words
    struct rp_loc *step_rule;  // line of the catalogue
    struct rp_loc *fact_model; // line of the model: the thing that the fact is about
    struct rp_str *fact_thing; // its id
    struct rp_text *fact_thing_name;
    struct rp_loc *control_at; // line of the model or of the catalogue
};

struct rp_graph {
    uint32_t nfacts, nsteps, nkinds, ncontrols, ngoals, nentries, nconstraints;
    struct rp_str *fact; // names, "thing:step"; NULL when the graph names none
    uint8_t *level;      // of each step, 1..4
    uint32_t *head;
    struct rp_rows body;     // facts
    struct rp_rows blockers; // controls ...
    uint8_t *effect;         // ... and beside blockers.item the level each leaves, 0..3
    struct rp_rows adds;     // controls that introduce the step
    struct rp_graph_kind *kind;
    struct rp_graph_control *control;
    struct rp_graph_goal *goal;
    uint32_t *entry; // facts true from the start
    uint32_t
        *entry_source; // beside entry: number of the source of risk, RP_GRAPH_NONE when unknown
    struct rp_graph_constraint *constraint;
    uint32_t *constraint_item;
    // Made when the graph is complete, for those who walk it:
    struct rp_rows uses;  // fact -> steps that need it, ascending
    struct rp_rows gives; // fact -> steps that derive it, ascending
    struct rp_graph_origin origin;
};

enum rp_graph_limit {
    RP_GRAPH_MAX = 200 * 1000 * 1000,       // facts, steps, or items of all lists of one sort
    RP_GRAPH_MAX_COST = 1000 * 1000 * 1000, // of each cost, so that sums always fit 64 bits
    RP_GRAPH_MAX_BYTES = 1024 * 1024 * 1024 // of a file in the text form
};

// Builds a graph piece by piece; numbers are given in order of adding.  Bodies are sorted and
// doubled facts in them dropped.
struct rp_graph_builder {
    struct rp_arena *arena;
    struct rp_graph *graph;
    uint32_t cap[16]; // of the growing arrays
    uint32_t nbody, nblockers, nadds, nitems;
    uint32_t *stop; // blockers of the step in hand: control * 4 + effect
    uint32_t nstops, stops_cap;
};

void rp_graph_builder_init(struct rp_graph_builder *b, struct rp_arena *a);

// Facts without names, n of them; the number of the first.
uint32_t rp_graph_add_facts(struct rp_graph_builder *b, uint32_t n);

// Gives a fact a name; borrows it for the life of the arena.
void rp_graph_name_fact(struct rp_graph_builder *b, uint32_t fact, struct rp_str name);

// Names and records are copied, their texts borrowed.  The numbers in them must exist already.
uint32_t rp_graph_add_kind(struct rp_graph_builder *b, const struct rp_graph_kind *kind);
uint32_t rp_graph_add_control(struct rp_graph_builder *b, const struct rp_graph_control *control);
uint32_t rp_graph_add_goal(struct rp_graph_builder *b, const struct rp_graph_goal *goal);
void rp_graph_add_entry(struct rp_graph_builder *b, uint32_t fact, uint32_t source);

// A step; the three functions after it add to the last step.  level 1..4.
uint32_t rp_graph_add_step(struct rp_graph_builder *b, unsigned level, uint32_t head);
void rp_graph_step_needs(struct rp_graph_builder *b, uint32_t fact);
void rp_graph_step_stopped_by(struct rp_graph_builder *b, uint32_t control, unsigned effect);
void rp_graph_step_added_by(struct rp_graph_builder *b, uint32_t control);

// A side constraint; rp_graph_constraint_any adds to the last one.
void rp_graph_add_constraint(struct rp_graph_builder *b, enum rp_constraint_type type,
                             uint32_t control);
void rp_graph_constraint_any(struct rp_graph_builder *b, uint32_t control);

// Completes and gives the graph; nothing may be added after.  None of its arrays is NULL then except
// fact and those of origin.
struct rp_graph *rp_graph_builder_done(struct rp_graph_builder *b);

// Level of a step when the controls of the set are there (chosen may be NULL: none): 0 when it is
// stopped or was never introduced.
static inline unsigned rp_graph_step_level(const struct rp_graph *g, const bool *chosen,
                                           uint32_t step)
{
    unsigned level = g->level[step];
    for (uint32_t i = g->blockers.first[step]; i < g->blockers.first[step + 1]; i++)
        if (chosen && chosen[g->blockers.item[i]] && g->effect[i] < level)
            level = g->effect[i];
    for (uint32_t i = g->adds.first[step]; i < g->adds.first[step + 1]; i++)
        if (!chosen || !chosen[g->adds.item[i]])
            return 0;
    return level;
}

// Which of the two forms a file has is told by its first byte that is not blank.
bool rp_graph_is_json(struct rp_str text);

// Reads either form (JSON or compact text).  Reports all mistakes;
// NULL when any was an error.  Borrows the source's text for names.  Documented in rempart-graph(5).
const struct rp_graph *rp_graph_read(struct rp_arena *a, const struct rp_source *src,
                                     struct rp_diags *d);

// Writing and reading again gives the same graph (origins are written as far as they have words and
// places, and not read).
void rp_graph_write_json(const struct rp_graph *g, struct rp_buf *out);
void rp_graph_write_text(const struct rp_graph *g, struct rp_buf *out);

// For Graphviz; words in one language.
void rp_graph_write_dot(const struct rp_graph *g, enum rp_lang lang, struct rp_buf *out);

#endif
