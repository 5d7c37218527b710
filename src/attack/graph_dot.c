// SPDX-License-Identifier: Apache-2.0
/*
 * An attack graph as a drawing for Graphviz.
 *
 * Facts are boxes (a house where somebody starts, a double border for a harm); a step with one cause
 * and no control is an arrow, any other a small box that names its controls.  Shapes and words tell
 * everything that colours would: the drawing must survive a copier.
 */
#include "attack/graph.h"

// Text inside the quotes of a label.
static void put_quoted(struct rp_buf *out, struct rp_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '"' || c == '\\')
            rp_buf_putc(out, '\\');
        rp_buf_putc(out, (char)((unsigned char)c < 0x20 ? ' ' : c));
    }
}

static void put_fact(const struct rp_graph *g, uint32_t fact, const char *shape, struct rp_buf *out)
{
    rp_buf_printf(out, "  f%u [%slabel=\"", fact, shape);
    if (g->fact && g->fact[fact].n)
        put_quoted(out, g->fact[fact]);
    else
        rp_buf_printf(out, "%u", fact);
    rp_buf_puts(out, "\"];\n");
}

static void put_facts(struct rp_arena *scratch, const struct rp_graph *g, struct rp_buf *out)
{
    enum { PLAIN, ENTRY, GOAL };
    static const char *const shape[] = {"", "shape=house, ", "peripheries=2, "};
    uint8_t *role = RP_NEWN(scratch, uint8_t, g->nfacts);
    for (uint32_t i = 0; i < g->nentries; i++)
        role[g->entry[i]] = ENTRY;
    for (uint32_t i = 0; i < g->ngoals; i++)
        role[g->goal[i].fact] = GOAL;
    for (uint32_t f = 0; f < g->nfacts; f++)
        put_fact(g, f, shape[role[f]], out);
}

static void put_controls(const struct rp_graph *g, uint32_t step, struct rp_buf *out)
{
    for (uint32_t i = g->blockers.first[step]; i < g->blockers.first[step + 1]; i++) {
        rp_buf_puts(out, "\\n\xC2\xAC "); // "not"
        put_quoted(out, g->control[g->blockers.item[i]].name);
        if (g->effect[i])
            rp_buf_printf(out, " (V%u)", g->effect[i]);
    }
    for (uint32_t i = g->adds.first[step]; i < g->adds.first[step + 1]; i++) {
        rp_buf_puts(out, "\\n+ ");
        put_quoted(out, g->control[g->adds.item[i]].name);
    }
}

static void put_words(const struct rp_graph *g, uint32_t step, enum rp_lang lang,
                      struct rp_buf *out)
{
    rp_buf_printf(out, "V%u", g->level[step]);
    if (!g->origin.step_text)
        return;
    rp_buf_putc(out, ' ');
    put_quoted(out, g->origin.step_text[step].in[lang]);
}

static void put_step(const struct rp_graph *g, uint32_t step, enum rp_lang lang, struct rp_buf *out)
{
    uint32_t first = g->body.first[step], n = g->body.first[step + 1] - first;
    bool controlled = g->blockers.first[step] < g->blockers.first[step + 1] ||
                      g->adds.first[step] < g->adds.first[step + 1];
    if (n == 1 && !controlled) {
        rp_buf_printf(out, "  f%u -> f%u [label=\"", g->body.item[first], g->head[step]);
        put_words(g, step, lang, out);
        rp_buf_puts(out, "\"];\n");
        return;
    }
    rp_buf_printf(out, "  s%u [shape=note, label=\"", step);
    put_words(g, step, lang, out);
    put_controls(g, step, out);
    rp_buf_puts(out, "\"];\n");
    for (uint32_t i = first; i < first + n; i++)
        rp_buf_printf(out, "  f%u -> s%u;\n", g->body.item[i], step);
    rp_buf_printf(out, "  s%u -> f%u;\n", step, g->head[step]);
}

void rp_graph_write_dot(const struct rp_graph *g, enum rp_lang lang, struct rp_buf *out)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    rp_buf_puts(out, "digraph attack {\n  rankdir=LR;\n  node [shape=box];\n");
    put_facts(&scratch, g, out);
    for (uint32_t r = 0; r < g->nsteps; r++)
        put_step(g, r, lang, out);
    rp_buf_puts(out, "}\n");
    rp_arena_done(&scratch);
}
