// SPDX-License-Identifier: Apache-2.0
/*
 * The checker's two readers: a graph, and a certificate from the word rempart-certificate on.
 *
 * Whatever the engine reads as a graph in text form, the checker reads too, with the same counts.
 */
#include "attack/graph.h"
#include "verify/verify.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// In memory of its exact size, so that a sanitizer sees a read past the end.
static bool verify(struct rp_str graph, struct rp_str certificate, struct vf *ret_vf)
{
    char *copy[2] = {malloc(graph.n + 1), malloc(certificate.n + 1)};
    if (!copy[0] || !copy[1])
        rp_out_of_memory();
    memcpy(copy[0] + 1, graph.p, graph.n);
    memcpy(copy[1] + 1, certificate.p, certificate.n);
    struct text g = {.name = "graph", .p = copy[0] + 1, .end = copy[0] + 1 + graph.n};
    struct text c = {.name = "proof", .p = copy[1] + 1, .end = copy[1] + 1 + certificate.n};
    bool accepted = vf_verify(ret_vf, &g, &c);
    free(copy[0]);
    free(copy[1]);
    return accepted;
}

static void compare_readers(struct rp_str text)
{
    struct rp_arena a;
    struct rp_diags d;
    struct vf vf;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    const struct rp_graph *g = rp_graph_read(&a, rp_source_new(&a, RP_STR("graph"), text), &d);
    bool is_text = rp_str_starts(text, RP_STR("rempart-graph"));
    if (g && is_text) {
        struct rp_str claim =
            rp_str_printf(&a, "rempart-certificate 1\ngraph %u %u %u %u %u\nforce 0\nx\n",
                          g->nfacts, g->nsteps, g->nkinds, g->ncontrols, g->ngoals);
        bool accepted = verify(text, claim, &vf);
        assert(!accepted);
        // The graph and its counts were right, so that the next line is what is missing.
        assert(strcmp(vf.message, "proof:4: line 'result' is missing") == 0);
    }
    rp_arena_done(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char word[] = "rempart-certificate";
    struct rp_str text = {(const char *)data, size};
    struct vf vf;
    size_t at = 0;
    while (at < size && !rp_str_starts((struct rp_str){text.p + at, size - at}, rp_str_of(word)))
        at++;
    struct rp_str graph = {text.p, at}, certificate = {text.p + at, size - at};
    verify(graph, certificate, &vf);
    compare_readers(graph);
    return 0;
}
