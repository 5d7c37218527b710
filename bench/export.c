// SPDX-License-Identifier: Apache-2.0
/*
 * A selection problem in the languages of other solvers, to compare answers and times.
 *
 *     bench-export GRAPH wcnf|lp|smt
 *
 * The plain cost, every goal met.  Encoding: per threshold one Boolean for each fact, for a superset
 * of what is derivable that is closed under the steps that can be taken; so cycles need no more.
 *     step:  blocked by a chosen control, or not introduced, or a body fact is out, or the head is in
 *     entry: in        goal: out        side constraints as they are
 */
#include "attack/graph.h"
#include "base/file.h"

#include <stdio.h>

enum format { WCNF, LP, SMT };

struct exporter {
    const struct rp_graph *g;
    enum format format;
    bool counting; // first pass: only counts clauses
    uint32_t nclauses, nterms, negative;
    int64_t top; // weight of a hard clause
};

static void open_clause(struct exporter *e)
{
    e->nclauses++;
    e->nterms = e->negative = 0;
    if (e->counting)
        return;
    if (e->format == WCNF)
        printf("%lld", (long long)e->top);
    else if (e->format == SMT)
        fputs("(assert (or false", stdout);
    else
        printf("c%u:", e->nclauses);
}

static void literal(struct exporter *e, uint32_t var, bool positive)
{
    e->negative += !positive;
    if (e->counting)
        return;
    if (e->format == WCNF)
        printf(" %s%u", positive ? "" : "-", var + 1);
    else if (e->format == SMT)
        printf(positive ? " v%u" : " (not v%u)", var);
    else
        printf("%s %s v%u", ++e->nterms % 8 == 0 ? "\n" : "", positive ? "+" : "-", var);
}

static void close_clause(struct exporter *e)
{
    if (e->counting)
        return;
    if (e->format == WCNF)
        puts(" 0");
    else if (e->format == SMT)
        puts("))");
    else
        printf(" >= %d\n", 1 - (int)e->negative);
}

// Variable of a fact at a threshold: they follow the controls.
static uint32_t fact_var(const struct exporter *e, uint32_t threshold, uint32_t fact)
{
    return e->g->ncontrols + threshold * e->g->nfacts + fact;
}

// Is the fact in the body before place `until`?
static bool needs(const struct rp_graph *g, uint32_t r, uint32_t until, uint32_t fact)
{
    for (uint32_t k = g->body.first[r]; k < until; k++)
        if (g->body.item[k] == fact)
            return true;
    return false;
}

// Does a control that introduces the step block it too?
static bool blocks_itself(const struct rp_graph *g, uint32_t r, uint32_t t)
{
    for (uint32_t i = g->adds.first[r]; i < g->adds.first[r + 1]; i++)
        for (uint32_t k = g->blockers.first[r]; k < g->blockers.first[r + 1]; k++)
            if (g->blockers.item[k] == g->adds.item[i] && g->effect[k] <= t)
                return true;
    return false;
}

// Steps that hold whatever is chosen are left out.  Each literal once: CBC refuses a whole file for a variable that is twice in a row.
static void step_clause(struct exporter *e, uint32_t t, uint32_t r)
{
    const struct rp_graph *g = e->g;
    uint32_t end = g->body.first[r + 1];
    if (g->level[r] <= t || needs(g, r, end, g->head[r]) || blocks_itself(g, r, t))
        return;
    open_clause(e);
    for (uint32_t k = g->blockers.first[r]; k < g->blockers.first[r + 1]; k++)
        if (g->effect[k] <= t)
            literal(e, g->blockers.item[k], true);
    for (uint32_t k = g->adds.first[r]; k < g->adds.first[r + 1]; k++)
        literal(e, g->adds.item[k], false);
    for (uint32_t k = g->body.first[r]; k < end; k++)
        if (!needs(g, r, k, g->body.item[k]))
            literal(e, fact_var(e, t, g->body.item[k]), false);
    literal(e, fact_var(e, t, g->head[r]), true);
    close_clause(e);
}

static void unit_clause(struct exporter *e, uint32_t var, bool positive)
{
    open_clause(e);
    literal(e, var, positive);
    close_clause(e);
}

static void side_clauses(struct exporter *e)
{
    const struct rp_graph *g = e->g;
    for (uint32_t i = 0; i < g->nconstraints; i++) {
        const struct rp_graph_constraint *c = &g->constraint[i];
        const uint32_t *any = g->constraint_item + c->any_first;
        for (uint32_t k = 0; k < c->n && c->type == RP_EXCLUDES_ALL; k++) {
            open_clause(e);
            literal(e, c->control, false);
            literal(e, any[k], false);
            close_clause(e);
        }
        if (c->type == RP_EXCLUDES_ALL)
            continue;
        open_clause(e);
        literal(e, c->control, false);
        for (uint32_t k = 0; k < c->n; k++)
            literal(e, any[k], true);
        close_clause(e);
    }
    for (uint32_t c = 0; c < g->ncontrols; c++)
        if (g->control[c].state == RP_GRAPH_REFUSED)
            unit_clause(e, c, false);
}

static void all_clauses(struct exporter *e)
{
    const struct rp_graph *g = e->g;
    for (uint32_t t = 0; t < 4; t++) {
        bool used = false;
        for (uint32_t i = 0; i < g->ngoals; i++)
            used |= g->goal[i].acceptable == t;
        if (!used)
            continue;
        for (uint32_t r = 0; r < g->nsteps; r++)
            step_clause(e, t, r);
        for (uint32_t i = 0; i < g->nentries; i++)
            unit_clause(e, fact_var(e, t, g->entry[i]), true);
        for (uint32_t i = 0; i < g->ngoals; i++)
            if (g->goal[i].acceptable == t)
                unit_clause(e, fact_var(e, t, g->goal[i].fact), false);
    }
    side_clauses(e);
}

static uint32_t nvars(const struct exporter *e)
{
    return e->g->ncontrols + 4 * e->g->nfacts;
}

static void print_wcnf(struct exporter *e)
{
    const struct rp_graph *g = e->g;
    e->top = 1;
    for (uint32_t c = 0; c < g->ncontrols; c++)
        e->top += g->control[c].cost.plain;
    e->counting = true;
    all_clauses(e);
    e->counting = false;
    uint32_t nsoft = 0;
    for (uint32_t c = 0; c < g->ncontrols; c++)
        nsoft += g->control[c].cost.plain > 0;
    printf("p wcnf %u %u %lld\n", nvars(e), e->nclauses + nsoft, (long long)e->top);
    all_clauses(e);
    for (uint32_t c = 0; c < g->ncontrols; c++)
        if (g->control[c].cost.plain > 0)
            printf("%u -%u 0\n", g->control[c].cost.plain, c + 1);
}

static void print_lp(struct exporter *e)
{
    const struct rp_graph *g = e->g;
    fputs("Minimize\nobj:", stdout);
    for (uint32_t c = 0; c < g->ncontrols; c++)
        printf("%s + %u v%u", c % 8 == 7 ? "\n" : "", g->control[c].cost.plain, c);
    puts("\nSubject To");
    all_clauses(e);
    puts("Binary");
    for (uint32_t v = 0; v < nvars(e); v++)
        printf(" v%u\n", v);
    puts("End");
}

static void print_smt(struct exporter *e)
{
    const struct rp_graph *g = e->g;
    for (uint32_t v = 0; v < nvars(e); v++)
        printf("(declare-const v%u Bool)\n", v);
    all_clauses(e);
    for (uint32_t c = 0; c < g->ncontrols; c++)
        if (g->control[c].cost.plain > 0)
            printf("(assert-soft (not v%u) :weight %u)\n", c, g->control[c].cost.plain);
    puts("(check-sat)\n(get-objectives)");
}

int main(int argc, char **argv)
{
    struct rp_arena a;
    struct rp_diags d;
    struct rp_str text;
    struct rp_file_error error;
    struct exporter e = {.format = WCNF};
    if (argc != 3) {
        fputs("usage: bench-export GRAPH wcnf|lp|smt\n", stderr);
        return 2;
    }
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    if (rp_file_read(&a, argv[1], (size_t)1 << 30, &text, &error) == RP_OK)
        e.g = rp_graph_read(&a, rp_source_new(&a, rp_str_of(argv[1]), text), &d);
    if (!e.g) {
        fprintf(stderr, "bench-export: %s cannot be read\n", argv[1]);
        return 2;
    }
    if (strcmp(argv[2], "lp") == 0) {
        e.format = LP;
        print_lp(&e);
    } else if (strcmp(argv[2], "smt") == 0) {
        e.format = SMT;
        print_smt(&e);
    } else {
        print_wcnf(&e);
    }
    rp_arena_done(&a);
    return 0;
}
