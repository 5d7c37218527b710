// SPDX-License-Identifier: Apache-2.0
/*
 * Graphs of attack steps -> JSON and Graphviz.
 *
 * JSON is the file form of mal-toolbox (ids from 0, nodes by full name), with "reachable", "viable"
 * and "necessary" added to each node and the entry points at the end: a reader of
 * mal-toolbox takes the file and leaves the additions out.
 */
#include "mal/instance.h"

#include "base/json.h"

#include <stdio.h>

const char *rp_mal_step_sign(enum rp_mal_step_type type)
{
    static const char *const sign[] = {[RP_MAL_OR] = "|",
                                       [RP_MAL_AND] = "&",
                                       [RP_MAL_DEFENSE] = "#",
                                       [RP_MAL_EXIST] = "E",
                                       [RP_MAL_NOT_EXIST] = "!E"};
    return sign[type];
}

static const struct rp_mal_step *step_of(const struct rp_mal_graph *g, uint32_t node)
{
    return &g->instance->mal->step[g->node[node].step];
}

// "thing:step" of every node: each is written once for itself and once for each of its edges.
static struct rp_str *full_names(struct rp_arena *a, const struct rp_mal_graph *g)
{
    struct rp_str *name = RP_NEWN(a, struct rp_str, g->nnodes);
    for (uint32_t i = 1; i < g->nnodes; i++)
        name[i] = rp_str_printf(a, "%.*s:%.*s", RP_FMT(g->instance->thing[g->node[i].thing].name),
                                RP_FMT(step_of(g, i)->name));
    return name;
}

static void write_function(struct rp_json *j, const char *key, struct rp_str name,
                           const double *argument, uint32_t n)
{
    rp_json_open_flat(j, key, '{');
    rp_json_str(j, "type", RP_STR("function"));
    rp_json_str(j, "name", name);
    rp_json_open_flat(j, "arguments", '[');
    for (uint32_t i = 0; i < n; i++)
        rp_json_number(j, NULL, argument[i]);
    rp_json_close(j, ']');
    rp_json_close(j, '}');
}

// Times deeper than the writer can nest become null.  Recursion is bounded by that.
static void write_ttc(struct rp_json *j, const char *key, const struct rp_mal_ttc *t)
{
    enum { DEEPEST = 50 };
    static const char *const operation[] = {[RP_MAL_TTC_ADD] = "addition",
                                            [RP_MAL_TTC_SUB] = "subtraction",
                                            [RP_MAL_TTC_MUL] = "multiplication",
                                            [RP_MAL_TTC_DIV] = "division",
                                            [RP_MAL_TTC_POW] = "exponentiation"};
    if (!t || j->depth > DEEPEST) {
        rp_json_null(j, key);
    } else if (t->op == RP_MAL_TTC_FUNCTION) {
        write_function(j, key, t->name, t->number, t->nargs);
    } else if (t->op == RP_MAL_TTC_NUMBER) {
        rp_json_open_flat(j, key, '{');
        rp_json_str(j, "type", RP_STR("number"));
        rp_json_number(j, "value", t->number[0]);
        rp_json_close(j, '}');
    } else {
        rp_json_open_flat(j, key, '{');
        rp_json_str(j, "type", rp_str_of(operation[t->op]));
        write_ttc(j, "lhs", t->left);
        write_ttc(j, "rhs", t->right);
        rp_json_close(j, '}');
    }
}

// A defence whose value the model gives is written as the Bernoulli distribution of that value.
static void write_node_ttc(struct rp_json *j, const struct rp_mal_graph *g, uint32_t node)
{
    if (g->node[node].set)
        write_function(j, "ttc", RP_STR("Bernoulli"), &g->node[node].on_value, 1);
    else
        write_ttc(j, "ttc", step_of(g, node)->ttc);
}

struct writer {
    const struct rp_mal_graph *g;
    struct rp_json j;
    const struct rp_str *name; // of nodes
    const bool *reached;
    bool *viable, *necessary;
};

static void write_edges(struct writer *w, const char *key, const uint32_t *list, uint32_t n)
{
    rp_json_open(&w->j, key, '{');
    for (uint32_t i = 0; i < n; i++) {
        char id[16];
        int size = snprintf(id, sizeof(id), "%u", list[i] - 1);
        rp_json_key(&w->j, (struct rp_str){id, (size_t)size});
        rp_json_str(&w->j, NULL, w->name[list[i]]);
    }
    rp_json_close(&w->j, '}');
}

static bool is_condition(enum rp_mal_step_type type)
{
    return type == RP_MAL_EXIST || type == RP_MAL_NOT_EXIST;
}

static void write_node(struct writer *w, struct rp_arena *scratch, uint32_t node)
{
    static const char *const type[] = {[RP_MAL_OR] = "or",
                                       [RP_MAL_AND] = "and",
                                       [RP_MAL_DEFENSE] = "defense",
                                       [RP_MAL_EXIST] = "exist",
                                       [RP_MAL_NOT_EXIST] = "notExist"};
    const struct rp_mal_graph *g = w->g;
    const struct rp_mal_step *s = step_of(g, node);
    const struct rp_mal_thing *thing = &g->instance->thing[g->node[node].thing];
    struct rp_json *j = &w->j;
    rp_json_key(j, w->name[node]);
    rp_json_open(j, NULL, '{');
    rp_json_int(j, "id", node - 1);
    rp_json_str(j, "type", rp_str_of(type[s->type]));
    rp_json_str(j, "lang_graph_attack_step",
                rp_str_printf(scratch, "%.*s:%.*s",
                              RP_FMT(g->instance->mal->asset[thing->asset].name), RP_FMT(s->name)));
    rp_json_str(j, "name", s->name);
    write_node_ttc(j, g, node);
    write_edges(w, "children", g->child + g->child_first[node],
                g->child_first[node + 1] - g->child_first[node]);
    write_edges(w, "parents", g->parent + g->parent_first[node],
                g->parent_first[node + 1] - g->parent_first[node]);
    rp_json_str(j, "asset", thing->name);
    if (is_condition(s->type))
        rp_json_bool(j, "existence_status", g->node[node].exists);
    if (s->ntags) {
        rp_json_open_flat(j, "tags", '[');
        for (uint32_t i = 0; i < s->ntags; i++)
            rp_json_str(j, NULL, s->tag[i]);
        rp_json_close(j, ']');
    }
    rp_json_bool(j, "reachable", w->reached[node]);
    rp_json_bool(j, "viable", w->viable[node]);
    rp_json_bool(j, "necessary", w->necessary[node]);
    rp_json_close(j, '}');
}

void rp_mal_graph_write_json(const struct rp_mal_graph *g, const bool *reached, struct rp_buf *out)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    struct writer w = {.g = g,
                       .name = full_names(&scratch, g),
                       .reached = reached,
                       .viable = RP_NEWN(&scratch, bool, g->nnodes),
                       .necessary = RP_NEWN(&scratch, bool, g->nnodes)};
    rp_mal_graph_status(g, w.viable, w.necessary);
    rp_json_init(&w.j, out, false);
    rp_json_open(&w.j, NULL, '{');
    rp_json_open(&w.j, "attack_steps", '{');
    for (uint32_t i = 1; i < g->nnodes; i++)
        write_node(&w, &scratch, i);
    rp_json_close(&w.j, '}');
    rp_json_open(&w.j, "entry_points", '[');
    const struct rp_mal_instance *in = g->instance;
    for (uint32_t i = 0; i < in->nentries; i++)
        rp_json_str(&w.j, NULL,
                    rp_str_printf(&scratch, "%.*s:%.*s", RP_FMT(in->thing[in->entry[i].thing].name),
                                  RP_FMT(in->entry[i].step)));
    rp_json_close(&w.j, ']');
    rp_json_close(&w.j, '}');
    rp_arena_done(&scratch);
}

// A name between quotes: only the quote and the backslash mean something there.
static void put_quoted(struct rp_buf *out, struct rp_str text)
{
    rp_buf_putc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\')
            rp_buf_putc(out, '\\');
        rp_buf_putc(out, text.p[i]);
    }
    rp_buf_putc(out, '"');
}

// Reached steps have a thick border, conditions that block a filled one: readable in grey.
static void write_dot_node(struct rp_buf *out, const struct rp_mal_graph *g, uint32_t node,
                           struct rp_str name, bool reached)
{
    static const char *const shape[] = {[RP_MAL_OR] = "ellipse",
                                        [RP_MAL_AND] = "box",
                                        [RP_MAL_DEFENSE] = "hexagon",
                                        [RP_MAL_EXIST] = "triangle",
                                        [RP_MAL_NOT_EXIST] = "invtriangle"};
    const struct rp_mal_step *s = step_of(g, node);
    bool blocks = (s->type == RP_MAL_DEFENSE && g->node[node].on) ||
                  (s->type == RP_MAL_EXIST && !g->node[node].exists) ||
                  (s->type == RP_MAL_NOT_EXIST && g->node[node].exists);
    rp_buf_printf(out, "  n%u [shape=%s, label=", node - 1, shape[s->type]);
    put_quoted(out, name);
    if (reached)
        rp_buf_puts(out, ", penwidth=3");
    if (blocks)
        rp_buf_puts(out, ", style=filled, fillcolor=gray");
    rp_buf_puts(out, "];\n");
}

void rp_mal_graph_write_dot(const struct rp_mal_graph *g, const bool *reached, struct rp_buf *out)
{
    rp_buf_puts(out, "digraph attack {\n  rankdir=LR;\n");
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    const struct rp_str *name = full_names(&scratch, g);
    for (uint32_t i = 1; i < g->nnodes; i++)
        write_dot_node(out, g, i, name[i], reached[i]);
    rp_arena_done(&scratch);
    for (uint32_t i = 1; i < g->nnodes; i++)
        for (uint32_t e = g->child_first[i]; e < g->child_first[i + 1]; e++)
            rp_buf_printf(out, "  n%u -> n%u%s;\n", i - 1, g->child[e] - 1,
                          reached[i] && reached[g->child[e]] ? " [penwidth=3]" : "");
    rp_buf_puts(out, "}\n");
}
