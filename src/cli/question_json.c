// SPDX-License-Identifier: Apache-2.0
/*
 * The answer of select for programs; rempart-answers(5).
 */
#include "cli/json.h"
#include "cli/question.h"

static const char *const outcome_word[] = {
    [RP_SELECT_OPTIMAL] = "optimal",
    [RP_SELECT_BEST_FOUND] = "best-found",
    [RP_SELECT_IMPOSSIBLE] = "impossible",
    [RP_SELECT_CONFLICT] = "conflict",
};

// The set; of a conflict there is none, only what the question demands.
static void put_controls(const struct rp_question *q, const struct rp_selection *s,
                         struct rp_json *j)
{
    if (s->outcome != RP_SELECT_CONFLICT) {
        rp_cli_json_controls(q->graph, s->chosen, "controls", j);
        return;
    }
    rp_json_open(j, "controls", '[');
    rp_json_close(j, ']');
}

// Did the limits end the search before there was any set?
static bool none_found(const struct rp_selection *s)
{
    return s->outcome == RP_SELECT_BEST_FOUND && !s->holds;
}

static const char *outcome_of(const struct rp_selection *s)
{
    return none_found(s) ? "none-found" : outcome_word[s->outcome];
}

static void put_stages(const struct rp_question *q, struct rp_json *j)
{
    const struct rp_selection *s = &q->selection;
    rp_json_open(j, "stages", '[');
    for (uint32_t i = 0; i <= q->options.nstages; i++) {
        enum rp_stage which = i ? q->options.stage[i - 1] : RP_STAGE_RISK;
        rp_json_open_flat(j, NULL, '{');
        rp_json_str(j, "stage", rp_str_of(rp_cli_stage_word(which)));
        if (!none_found(s))
            rp_json_int(j, "value", (int64_t)s->value[which]);
        rp_json_int(j, "bound", (int64_t)s->bound[which]);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
}

// Why each control is in the set: the harm and the path that come back without it, or what demands it.
static void put_reasons(const struct rp_question *q, struct rp_json *j)
{
    const struct rp_graph *g = q->graph;
    rp_json_open(j, "reasons", '[');
    for (uint32_t c = 0; q->selection.reason && c < g->ncontrols; c++) {
        const struct rp_reason *r = &q->selection.reason[c];
        if (!q->selection.chosen[c])
            continue;
        rp_json_open(j, NULL, '{');
        rp_json_str(j, "control", g->control[c].name);
        if (r->by_constraint && r->constraint == RP_GRAPH_NONE) {
            rp_json_bool(j, "kept", true);
        } else if (r->by_constraint) {
            uint32_t by = g->constraint[r->constraint].control;
            rp_json_str(j, "demandedBy", g->control[by].name);
        } else if (r->path.nsteps) {
            rp_json_str(j, "harm", g->goal[r->goal].name);
            rp_cli_json_path(q->cli, g, &r->path, j);
        }
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
}

static void put_open(const struct rp_question *q, struct rp_json *j)
{
    const struct rp_selection *s = &q->selection;
    rp_cli_json_goals(q->graph, s->given_up, "open", j);
    if (s->open.nsteps) {
        rp_json_open(j, "openPath", '{');
        rp_json_str(j, "harm", q->graph->goal[s->open_goal].name);
        rp_json_bool(j, "nothingCuts", rp_question_path_is_final(q));
        rp_cli_json_path(q->cli, q->graph, &s->open, j);
        rp_json_close(j, '}');
    }
    rp_json_open(j, "reconsider", '[');
    for (uint32_t i = 0; i < s->nconflict; i++)
        rp_json_str(j, NULL, q->graph->control[s->conflict[i]].name);
    rp_json_close(j, ']');
}

// One more set: what it holds, what it leaves open, and whether its certificate was accepted.
static void put_set(const struct rp_question *q, const struct rp_selection *s,
                    enum rp_proof_answer proof, struct rp_json *j)
{
    rp_json_str(j, "outcome", rp_str_of(outcome_of(s)));
    rp_json_str(j, "certificate", rp_str_of(rp_cli_proof_word(proof)));
    put_controls(q, s, j);
    rp_cli_json_goals(q->graph, s->given_up, "open", j);
}

static void put_alternatives(const struct rp_question *q, struct rp_json *j)
{
    rp_json_open(j, "alternatives", '[');
    for (uint32_t i = 0; i < q->nalternatives; i++)
        rp_cli_json_controls(q->graph, q->alternative[i].chosen, NULL, j);
    rp_json_close(j, ']');
    if (q->wants_alternatives)
        rp_json_bool(j, "allAlternatives", q->all_alternatives);
}

static void put_next(const struct rp_question *q, struct rp_json *j)
{
    rp_json_open(j, "next", '{');
    rp_json_open(j, "sets", '[');
    for (uint32_t i = 0; i < q->nnext; i++) {
        rp_json_open(j, NULL, '{');
        put_set(q, &q->next[i], q->next_proof[i], j);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
    rp_json_bool(j, "all", q->all_next);
    if (q->all_next)
        rp_json_str(j, "certificate", rp_str_of(rp_cli_proof_word(q->none)));
    rp_json_close(j, '}');
}

static void put_front(const struct rp_question *q, struct rp_json *j)
{
    rp_json_open(j, "front", '{');
    rp_json_str(j, "stage", rp_str_of(rp_cli_stage_word(q->options.stage[0])));
    rp_json_open(j, "points", '[');
    for (uint32_t i = 0; i < q->front.n; i++) {
        const struct rp_front_point *p = &q->front.point[i];
        rp_json_open(j, NULL, '{');
        rp_json_int(j, "cost", (int64_t)p->cost);
        rp_json_int(j, "residual", (int64_t)p->residual);
        put_set(q, &p->set, q->front_proof[i], j);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
    rp_json_bool(j, "complete", q->front.complete);
    rp_json_close(j, '}');
}

static void put_neighbour(const struct rp_question *q, const struct rp_neighbour *n,
                          const char *key, struct rp_json *j)
{
    if (!n->asked)
        return;
    rp_json_open(j, key, '{');
    rp_json_int(j, "most", n->n);
    put_set(q, &n->set, n->proof, j);
    rp_json_close(j, '}');
}

static void put_gain(const struct rp_question *q, struct rp_json *j)
{
    const struct rp_gain *gain = &q->gain;
    if (!gain->asked)
        return;
    rp_json_open(j, "oneAdded", '{');
    if (gain->control == RP_GRAPH_NONE)
        rp_json_null(j, "control");
    else
        rp_json_str(j, "control", q->graph->control[gain->control].name);
    rp_json_open(j, "lowers", '[');
    for (uint32_t i = 0; gain->control != RP_GRAPH_NONE && i < q->graph->ngoals; i++) {
        if (gain->now[i] == gain->before[i])
            continue;
        rp_json_open_flat(j, NULL, '{');
        rp_json_str(j, "harm", q->graph->goal[i].name);
        rp_json_int(j, "from", gain->before[i]);
        rp_json_int(j, "to", gain->now[i]);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
    rp_json_close(j, '}');
}

// The room of a number, where some value changes the answer.
static void put_room(uint64_t room, struct rp_json *j)
{
    if (room < RP_ROOM_UNKNOWN)
        rp_json_int(j, "room", (int64_t)room);
}

static void put_costs(const struct rp_doubt *d, struct rp_json *j)
{
    rp_json_bool(j, "chosen", d->chosen);
    rp_json_open(j, "costs", '[');
    for (uint32_t i = 0; i < d->ncosts; i++) {
        const struct rp_cost_doubt *c = &d->cost[i];
        bool whatever = rp_cost_doubt_is_none(d, c);
        rp_json_open_flat(j, NULL, '{');
        rp_json_str(j, "stage", rp_str_of(rp_cli_stage_word(c->stage)));
        rp_json_int(j, "now", (int64_t)c->now);
        rp_json_bool(j, "known", c->room.known);
        if (c->room.known && !whatever)
            rp_json_int(j, d->chosen ? "most" : "least",
                        (int64_t)(d->chosen ? c->now + c->room.room : c->now - c->room.room));
        put_room(rp_cost_doubt_room(d, c), j);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
}

static void put_doubts(const struct rp_question *q, struct rp_json *j)
{
    rp_json_open(j, "holds", '[');
    for (uint32_t i = 0; i < q->ndoubts; i++) {
        const struct rp_doubt *d = &q->doubt[i];
        rp_json_open(j, NULL, '{');
        rp_json_str(j, "name", d->name);
        rp_json_str(j, "of",
                    d->nsteps    ? RP_STR("level")
                    : d->of_kind ? RP_STR("kind")
                                 : RP_STR("control"));
        if (d->nsteps) {
            rp_json_int(j, "steps", d->nsteps);
            rp_json_int(j, "nowLeast", d->from);
            rp_json_int(j, "nowMost", d->to);
            rp_json_int(j, "least", d->level.lowest);
            rp_json_int(j, "most", d->level.highest);
            put_room(rp_level_doubt_room(d), j);
        } else {
            put_costs(d, j);
        }
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
}

void rp_question_put_json(const struct rp_question *q, struct rp_buf *out)
{
    const struct rp_selection *s = &q->selection;
    struct rp_json j;
    rp_cli_json_begin(&j, out);
    rp_json_str(&j, "outcome", rp_str_of(outcome_of(s)));
    rp_json_str(&j, "certificate", rp_str_of(rp_cli_proof_word(q->proof)));
    put_controls(q, s, &j);
    put_stages(q, &j);
    put_reasons(q, &j);
    put_open(q, &j);
    if (q->superfluous_known)
        rp_cli_json_controls(q->graph, q->superfluous, "superfluous", &j);
    put_alternatives(q, &j);
    put_neighbour(q, &q->fewer, "oneFewer", &j);
    put_neighbour(q, &q->more, "oneMore", &j);
    put_gain(q, &j);
    if (q->asks_doubts)
        put_doubts(q, &j);
    if (q->wants_next)
        put_next(q, &j);
    if (q->wants_front)
        put_front(q, &j);
    rp_json_bool(&j, "cutShort", q->cut_short);
    rp_json_int(&j, "minimalPaths", (int64_t)s->ncores);
    rp_json_int(&j, "nodes", (int64_t)s->nnodes);
    rp_json_close(&j, '}');
}
