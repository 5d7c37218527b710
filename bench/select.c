// SPDX-License-Identifier: Apache-2.0
/*
 * Times rp_select on one graph file and prints one line.
 *
 *     bench-select GRAPH OBJECTIVES [LIMIT [CERTIFICATE]]
 *
 * OBJECTIVES: plain, or default (kinds, places, malfunction, ties).  LIMIT in seconds, 0: none.
 * Reading the graph is not counted.  With a file for the certificate it is written there.
 */
#include "select/select.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

// Processor time, so that a busy machine does not matter.
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static const struct rp_graph *read_graph(struct rp_arena *a, const char *path)
{
    struct rp_diags d;
    struct rp_str text;
    struct rp_file_error error;
    rp_diags_init(&d, a);
    if (rp_file_read(a, path, (size_t)1 << 30, &text, &error) != RP_OK)
        return NULL;
    return rp_graph_read(a, rp_source_new(a, rp_str_of(path), text), &d);
}

static void set_objectives(struct rp_select_options *o, const char *name)
{
    o->stage[o->nstages++] = RP_STAGE_PLAIN;
    o->no_tie = true;
    if (strcmp(name, "default") != 0)
        return;
    o->no_tie = false;
    o->stage[0] = RP_STAGE_KINDS;
    o->stage[o->nstages++] = RP_STAGE_PLACES;
    o->stage[o->nstages++] = RP_STAGE_MALFUNCTION;
}

static void print_line(const char *path, const struct rp_select_options *o,
                       const struct rp_selection *s, double seconds)
{
    static const char *const outcome[] = {"optimal", "open", "impossible", "conflict"};
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%s %s", path, outcome[s->outcome]);
    for (uint32_t i = 0; i < o->nstages; i++)
        printf(" %llu/%llu", (unsigned long long)s->value[o->stage[i]],
               (unsigned long long)s->bound[o->stage[i]]);
    printf(" %.4f s %llu cores %llu nodes %.0f MB certificate %zu\n", seconds,
           (unsigned long long)s->ncores, (unsigned long long)s->nnodes,
           (double)usage.ru_maxrss / 1024, s->certificate.n);
}

int main(int argc, char **argv)
{
    struct rp_arena a;
    struct rp_selection s;
    struct rp_select_options o = {.certificate = true, .no_reasons = true};
    struct rp_file_error error;
    if (argc < 3 || argc > 5) {
        fputs("usage: bench-select GRAPH plain|default [LIMIT [CERTIFICATE]]\n", stderr);
        return 2;
    }
    rp_arena_init(&a);
    const struct rp_graph *g = read_graph(&a, argv[1]);
    if (!g)
        return 2;
    set_objectives(&o, argv[2]);
    double limit = argc > 3 ? strtod(argv[3], NULL) : 0;
    if (limit > 0)
        o.limits.deadline = rp_limits_from_now(limit);
    double start = now();
    if (rp_select(&a, g, &o, &s) != RP_OK)
        return 1;
    print_line(argv[1], &o, &s, now() - start);
    if (argc > 4 && rp_file_write(&a, argv[4], s.certificate, &error) != RP_OK)
        return 1;
    rp_arena_done(&a);
    return 0;
}
