// SPDX-License-Identifier: Apache-2.0
/*
 * How fast are the levels of a large random graph found, and how fast is it read?
 *
 * Four fifths of the steps need one fact, one fifth two; heads and bodies are drawn from all facts,
 * so that nearly every access misses the nearest cache.  A tenth of the steps can be stopped by one
 * of 2,000 controls.  usage: exposure [EDGES [REPEATS]]
 */
#include "attack/exposure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint32_t draw(uint64_t *state, uint32_t n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 20) % n;
}

static const struct rp_graph *make_graph(struct rp_arena *a, uint32_t edges)
{
    enum { CONTROLS = 2000 };
    uint64_t state = 88172645463325252;
    struct rp_graph_builder b;
    rp_graph_builder_init(&b, a);
    uint32_t nfacts = edges / 4 + 100;
    rp_graph_add_facts(&b, nfacts);
    rp_graph_add_kind(&b, &(struct rp_graph_kind){.cost = {.plain = 1}});
    for (uint32_t c = 0; c < CONTROLS; c++)
        rp_graph_add_control(&b, &(struct rp_graph_control){.cost = {.plain = 1}});
    for (uint32_t made = 0; made < edges;) {
        rp_graph_add_step(&b, 1 + draw(&state, 4), draw(&state, nfacts));
        for (uint32_t k = draw(&state, 5) ? 1 : 2; k; k--, made++)
            rp_graph_step_needs(&b, draw(&state, nfacts));
        if (draw(&state, 10) == 0)
            rp_graph_step_stopped_by(&b, draw(&state, CONTROLS), draw(&state, 3));
    }
    for (uint32_t f = 0; f < 10; f++)
        rp_graph_add_entry(&b, f, RP_GRAPH_NONE);
    return rp_graph_builder_done(&b);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

// Writes the graph in the text form and reads it again.
static void read_again(const struct rp_graph *g)
{
    struct rp_arena a;
    struct rp_diags d;
    struct rp_buf text;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    rp_buf_init(&text, 0);
    double start = now();
    rp_graph_write_text(g, &text);
    double written = now();
    const struct rp_source *src = rp_source_new(&a, RP_STR("graph"), rp_buf_str(&text));
    const struct rp_graph *again = rp_graph_read(&a, src, &d);
    printf("text form: %zu bytes, written in %.0f ms, read in %.0f ms%s\n", text.n, written - start,
           now() - written, again ? "" : " WITH ERRORS");
    rp_buf_done(&text);
    rp_arena_done(&a);
}

int main(int argc, char **argv)
{
    uint32_t edges = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1000000;
    unsigned repeats = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 20;
    struct rp_arena graph_arena, a;
    rp_arena_init(&graph_arena);
    const struct rp_graph *g = make_graph(&graph_arena, edges);
    double best = 1e9, sum = 0;
    uint32_t reached = 0;
    for (unsigned i = 0; i < repeats; i++) {
        struct rp_exposure e;
        rp_arena_init(&a);
        double start = now();
        rp_exposure_compute(&a, g, &(struct rp_situation){NULL, RP_GRAPH_NONE}, &e);
        double took = now() - start;
        sum += took;
        best = took < best ? took : best;
        reached = 0;
        for (uint32_t f = 0; f < g->nfacts; f++)
            reached += e.level[f] != 0;
        rp_arena_done(&a);
    }
    printf("exposure: %u facts, %u steps, %u body facts, %u reached: best %.1f ms, mean %.1f ms\n",
           g->nfacts, g->nsteps, g->body.first[g->nsteps], reached, best,
           repeats ? sum / repeats : 0);
    read_again(g);
    rp_arena_done(&graph_arena);
    return 0;
}
