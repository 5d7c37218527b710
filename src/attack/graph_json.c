// SPDX-License-Identifier: Apache-2.0
/*
 * JSON form of an attack graph.
 */
#include "attack/graph_text.h"
#include "base/json.h"

static void write_cost(struct rp_json *j, const struct rp_cost *cost)
{
    rp_json_int(j, "plain", cost->plain);
    rp_json_int(j, "malfunction", (int64_t)cost->malfunction);
    rp_json_int(j, "effort", cost->effort);
}

// "rempart.yaml:31" for people; nothing when the place is not known.
static void write_place(struct rp_json *j, const char *key, const struct rp_loc *at, uint32_t i)
{
    if (!at || !at[i].src)
        return;
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    rp_json_str(j, key, rp_loc_name(&scratch, at[i]));
    rp_arena_done(&scratch);
}

static void write_facts(const struct rp_graph *g, struct rp_json *j)
{
    if (!g->fact) {
        rp_json_int(j, "facts", g->nfacts);
        return;
    }
    rp_json_open(j, "facts", '[');
    for (uint32_t i = 0; i < g->nfacts; i++)
        rp_json_str(j, NULL, g->fact[i]);
    rp_json_close(j, ']');
}

static void write_controls(const struct rp_graph *g, struct rp_json *j)
{
    rp_json_open(j, "kinds", '[');
    for (uint32_t i = 0; i < g->nkinds; i++) {
        rp_json_open_flat(j, NULL, '{');
        rp_json_str(j, "name", g->kind[i].name);
        write_cost(j, &g->kind[i].cost);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
    rp_json_open(j, "controls", '[');
    for (uint32_t i = 0; i < g->ncontrols; i++) {
        rp_json_open_flat(j, NULL, '{');
        rp_json_str(j, "name", g->control[i].name);
        rp_json_int(j, "kind", g->control[i].kind);
        rp_json_str(j, "state", rp_graph_state_word[g->control[i].state]);
        write_cost(j, &g->control[i].cost);
        write_place(j, "at", g->origin.control_at, i);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
}

static void write_list(struct rp_json *j, const char *key, const uint32_t *item, uint32_t n)
{
    rp_json_open(j, key, '[');
    for (uint32_t i = 0; i < n; i++)
        rp_json_int(j, NULL, item[i]);
    rp_json_close(j, ']');
}

static void write_steps(const struct rp_graph *g, struct rp_json *j)
{
    rp_json_open(j, "steps", '[');
    for (uint32_t r = 0; r < g->nsteps; r++) {
        uint32_t first = g->body.first[r];
        rp_json_open_flat(j, NULL, '{');
        rp_json_int(j, "level", g->level[r]);
        rp_json_int(j, "head", g->head[r]);
        write_list(j, "body", g->body.item + first, g->body.first[r + 1] - first);
        first = g->blockers.first[r];
        rp_json_open(j, "blockers", '[');
        for (uint32_t i = first; i < g->blockers.first[r + 1]; i++)
            write_list(j, NULL, (uint32_t[]){g->blockers.item[i], g->effect[i]}, 2);
        rp_json_close(j, ']');
        first = g->adds.first[r];
        write_list(j, "adds", g->adds.item + first, g->adds.first[r + 1] - first);
        if (g->origin.step_id && g->origin.step_id[r].n)
            rp_json_str(j, "technique", g->origin.step_id[r]);
        write_place(j, "rule", g->origin.step_rule, r);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
}

static void write_fact_places(const struct rp_graph *g, struct rp_json *j)
{
    if (!g->origin.fact_model)
        return;
    rp_json_open(j, "factPlaces", '[');
    for (uint32_t i = 0; i < g->nfacts; i++)
        write_place(j, NULL, g->origin.fact_model, i);
    rp_json_close(j, ']');
}

static void write_rest(const struct rp_graph *g, struct rp_json *j)
{
    rp_json_open(j, "entries", '[');
    for (uint32_t i = 0; i < g->nentries; i++) {
        rp_json_open_flat(j, NULL, '{');
        rp_json_int(j, "fact", g->entry[i]);
        if (g->entry_source[i] != RP_GRAPH_NONE)
            rp_json_int(j, "source", g->entry_source[i]);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
    rp_json_open(j, "goals", '[');
    for (uint32_t i = 0; i < g->ngoals; i++) {
        rp_json_open_flat(j, NULL, '{');
        rp_json_str(j, "name", g->goal[i].name);
        rp_json_int(j, "fact", g->goal[i].fact);
        rp_json_int(j, "acceptable", g->goal[i].acceptable);
        rp_json_int(j, "severity", g->goal[i].severity);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
    rp_json_open(j, "constraints", '[');
    for (uint32_t i = 0; i < g->nconstraints; i++) {
        const struct rp_graph_constraint *c = &g->constraint[i];
        rp_json_open_flat(j, NULL, '{');
        rp_json_str(j, "type", rp_graph_constraint_word[c->type]);
        rp_json_int(j, "control", c->control);
        write_list(j, "any", g->constraint_item + c->any_first, c->n);
        rp_json_close(j, '}');
    }
    rp_json_close(j, ']');
}

void rp_graph_write_json(const struct rp_graph *g, struct rp_buf *out)
{
    struct rp_json j;
    rp_json_init(&j, out, false);
    rp_json_open(&j, NULL, '{');
    rp_json_str(&j, "format", RP_STR("rempart-graph"));
    rp_json_int(&j, "schemaVersion", 1);
    write_facts(g, &j);
    write_controls(g, &j);
    write_steps(g, &j);
    write_rest(g, &j);
    write_fact_places(g, &j);
    rp_json_close(&j, '}');
}
