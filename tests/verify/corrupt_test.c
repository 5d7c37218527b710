// SPDX-License-Identifier: Apache-2.0
/*
 * Spoiled certificates: each is refused, or what it claims is true all the same.
 *
 *     corrupt_test PROBLEMS SPOILED SEED
 *
 * For each of PROBLEMS small random problems the solver writes a certificate, which the checker must
 * accept, and for some of them no beginning of it or of the graph; then SPOILED certificates are made
 * from it.  What the checker accepts is held against
 * exhaustive search (claim.h).  The checker is a part of this program: a crash of it is a crash.
 */
#include "claim.h"
#include "corrupt.h"
#include "verify/verify.h"

#include "attack/graph.h"

#include <stdio.h>
#include <stdlib.h>

enum { CUT_EVERY = 20 }; // problems of which one is tried with every beginning of its files

struct problem {
    struct rp_arena arena;
    const struct rp_graph *g;
    struct claim_graph judge;
    struct rp_str graph, certificate;
};

struct spoiled {
    struct rp_str graph, certificate;
};

struct counts {
    unsigned long spoiled, same, refused, true_still, no_graph;
};

// The texts in memory of their exact size, so that a sanitizer sees a read past their end.
static bool verified(struct rp_str graph, struct rp_str certificate, struct vf *ret_vf)
{
    char *copy[2] = {malloc(graph.n + !graph.n), malloc(certificate.n + !certificate.n)};
    if (!copy[0] || !copy[1])
        rp_out_of_memory();
    memcpy(copy[0], graph.p, graph.n);
    memcpy(copy[1], certificate.p, certificate.n);
    struct text text[2] = {{.name = "graph", .p = copy[0], .end = copy[0] + graph.n},
                           {.name = "certificate", .p = copy[1], .end = copy[1] + certificate.n}};
    bool accepted = vf_verify(ret_vf, &text[0], &text[1]);
    free(copy[0]);
    free(copy[1]);
    return accepted;
}

// Every path is one step that a few of many equal controls block: the proof has to branch.
static const struct rp_graph *covering_graph(struct rp_arena *a, struct random_source *r)
{
    struct rp_graph_builder b;
    uint32_t ncontrols = 7 + random_below(r, 6), nblockers = 2 + random_below(r, 2);
    rp_graph_builder_init(&b, a);
    rp_graph_add_facts(&b, 2);
    for (uint32_t c = 0; c < ncontrols; c++) {
        struct rp_cost cost = {.plain = 1 + random_below(r, 2), .effort = 1 + random_below(r, 30)};
        rp_graph_add_kind(&b, &(struct rp_graph_kind){.name = rp_str_printf(a, "kind%u", c)});
        rp_graph_add_control(&b, &(struct rp_graph_control){.name = rp_str_printf(a, "at%u", c),
                                                            .kind = c / 2,
                                                            .cost = cost});
    }
    for (uint32_t n = ncontrols + random_below(r, 3 * ncontrols); n > 0; n--) {
        rp_graph_add_step(&b, 4, 1);
        rp_graph_step_needs(&b, 0);
        for (uint32_t k = 0; k < nblockers; k++)
            rp_graph_step_stopped_by(&b, random_below(r, ncontrols), 0);
    }
    rp_graph_add_entry(&b, 0, RP_GRAPH_NONE);
    rp_graph_add_goal(&b,
                      &(struct rp_graph_goal){.name = RP_STR("goal"), .fact = 1, .severity = 5});
    return rp_graph_builder_done(&b);
}

// A random question, and sometimes budgets and an answer that is excluded.
static bool solve(struct problem *p, struct random_source *r)
{
    struct rp_select_options o;
    struct rp_selection s, next;
    uint64_t budget[RP_STAGES];
    random_options(&p->arena, r, p->g, &o);
    for (uint32_t i = 0; i < RP_STAGES; i++)
        budget[i] = random_below(r, 2) ? UINT64_MAX : random_below(r, 12);
    budget[RP_STAGE_MALFUNCTION] = UINT64_MAX;
    o.budget = random_below(r, 4) ? NULL : budget;
    if (rp_select(&p->arena, p->g, &o, &s) != RP_OK)
        return false;
    p->certificate = s.certificate;
    if (s.outcome != RP_SELECT_OPTIMAL || random_below(r, 3))
        return true;
    if (rp_select_next_best(&p->arena, p->g, &o, &s, 1, &next) != RP_OK)
        return false;
    p->certificate = next.certificate;
    return true;
}

// The same proof by branches, where it is one: the solver seldom needs any for so few controls.
static void branch(struct problem *p, struct random_source *r)
{
    struct vf vf;
    for (uint32_t i = 0; i < 6; i++) {
        struct words w = words_of(&p->arena, p->certificate);
        split_tree(&p->arena, r, &w);
        struct rp_str text = words_text(&p->arena, &w);
        if (text.n < 20000 && verified(p->graph, text, &vf))
            p->certificate = text;
    }
}

// False, and a word about it, when the certificate itself is refused or untrue.
static bool problem_init(struct problem *p, struct random_source *r)
{
    struct rp_buf text;
    struct claim claim;
    struct vf vf;
    rp_arena_init(&p->arena);
    p->g = random_below(r, 3) ? random_graph(&p->arena, r, 9) : covering_graph(&p->arena, r);
    p->judge = claim_graph_new(&p->arena, p->g);
    rp_buf_init(&text, 0);
    rp_graph_write_text(p->g, &text);
    p->graph = rp_str_copy(&p->arena, rp_buf_str(&text));
    rp_buf_done(&text);
    if (!solve(p, r)) {
        fputs("not solved\n", stderr);
    } else if (!verified(p->graph, p->certificate, &vf)) {
        fprintf(stderr, "refused: %s\n", vf.message);
    } else if (!claim_read(p->certificate, &claim) || !claim_is_true(&claim, &p->judge)) {
        fputs("accepted and untrue\n", stderr);
    } else {
        if (random_below(r, 2))
            branch(p, r);
        return true;
    }
    return false;
}

// Another set is claimed, with its values: consistent in itself, and seldom the smallest.
static struct rp_str claim_another(struct rp_arena *a, struct random_source *r,
                                   const struct problem *p)
{
    struct claim c;
    struct words w = words_of(a, p->certificate);
    const struct rp_graph *g = p->g;
    uint32_t set = random_below(r, UINT32_C(1) << g->ncontrols), open = 0, nset = 0, nopen = 0;
    claim_read(p->certificate, &c);
    for (uint32_t i = 0; i < 200 && !claim_allows(&c, &p->judge, set, p->judge.open[set]); i++)
        set = random_below(r, UINT32_C(1) << g->ncontrols);
    open = p->judge.open[set];
    struct rp_str sets = RP_STR(""), opens = RP_STR("");
    for (uint32_t i = 0; i < 32; i++) {
        if (set >> i & 1)
            sets = rp_str_printf(a, "%.*s %u", RP_FMT(sets), i), nset++;
        if (open >> i & 1)
            opens = rp_str_printf(a, "%.*s %u", RP_FMT(opens), i), nopen++;
    }
    for (uint32_t i = 0; i < w.n; i++) {
        struct words_line *l = &w.line[i];
        if (rp_str_eq(l->word[0], RP_STR("set")) || rp_str_eq(l->word[0], RP_STR("open"))) {
            bool is_set = l->word[0].n == 3;
            l->word[1] =
                rp_str_printf(a, "%u%.*s", is_set ? nset : nopen, RP_FMT(is_set ? sets : opens));
            l->n = 2;
        } else if (rp_str_eq(l->word[0], RP_STR("stage")) && l->n == 5) {
            unsigned long long value = claim_value(g, l->word[1], set, open);
            l->word[2] = l->word[3] = rp_str_printf(a, "%llu", value);
        }
    }
    return words_text(a, &w);
}

// The question of one certificate with the answer and proof of another.
static struct rp_str join(struct rp_arena *a, struct rp_str head, struct rp_str tail)
{
    struct words w[2] = {words_of(a, head), words_of(a, tail)};
    uint32_t at[2] = {0, 0};
    for (int i = 0; i < 2; i++)
        while (at[i] < w[i].n && !rp_str_eq(w[i].line[at[i]].word[0], RP_STR("result")))
            at[i]++;
    w[0].n = at[0];
    memmove(w[1].line, w[1].line + at[1], (w[1].n - at[1]) * sizeof(*w[1].line));
    w[1].n -= at[1];
    struct rp_str first = words_text(a, &w[0]), second = words_text(a, &w[1]);
    return rp_str_printf(a, "%.*s%.*s", RP_FMT(first), RP_FMT(second));
}

// The certificate of the same graph for another question.
static struct rp_str of_another_question(struct rp_arena *a, struct random_source *r,
                                         const struct problem *p)
{
    struct problem other = {.arena = *a, .g = p->g};
    bool solved = solve(&other, r);
    *a = other.arena;
    if (!solved)
        return p->certificate;
    return random_below(r, 2) ? join(a, p->certificate, other.certificate)
                              : join(a, other.certificate, p->certificate);
}

// The proof of one side of a branch alone: the answer when one control is forced or forbidden, put
// forward as the answer to the question without that; or as if the objective alone settled the control.
static struct rp_str one_side(struct rp_arena *a, struct random_source *r, const struct problem *p)
{
    struct rp_selection s;
    bool only[MOST_CONTROLS] = {false};
    uint32_t c = random_below(r, p->g->ncontrols), value = random_below(r, 2);
    struct rp_select_options o = {.certificate = true,
                                  .stage = {RP_STAGE_PLACES},
                                  .nstages = random_below(r, 2),
                                  .forced = value ? only : NULL,
                                  .forbidden = value ? NULL : only};
    only[c] = true;
    if (rp_select(a, p->g, &o, &s) != RP_OK)
        return p->certificate;
    struct words w = words_of(a, s.certificate);
    for (uint32_t i = 0; i < w.n; i++)
        if (rp_str_eq(w.line[i].word[0], value ? RP_STR("force") : RP_STR("forbid"))) {
            memmove(w.line + i, w.line + i + 1, (w.n - i - 1) * sizeof(*w.line));
            w.n--;
        }
    const char *before = random_below(r, 2) ? "b" : "y 1 0\nf";
    before_trees(a, &w, rp_str_printf(a, "%s %u %u\n", before, c, value));
    return words_text(a, &w);
}

static struct rp_str spoil_bytes(struct rp_arena *a, struct random_source *r, struct rp_str text)
{
    static const char some[] = "0123456789 \n\r\t-+bcdefy\x80";
    struct rp_str copy = rp_str_copy(a, text);
    char *byte = RP_NEWN(a, char, copy.n + 1);
    memcpy(byte, copy.p, copy.n);
    if (random_below(r, 2))
        return (struct rp_str){byte, random_below(r, (uint32_t)copy.n)};
    byte[random_below(r, (uint32_t)copy.n)] = some[random_below(r, sizeof(some))];
    return (struct rp_str){byte, copy.n};
}

enum {
    ONE_SIDE,
    ANOTHER_SET,
    ANOTHER_QUESTION,
    ANOTHER_PROBLEM,
    OTHER_BYTES,
    OTHER_GRAPH,
    SPECIALS
};

static const struct {
    const char *name;
    corruption *spoil; // NULL: one of the above, in their order
} way[] = {{"one side of a branch", NULL},
           {"another set, with its values", NULL},
           {"another question's proof", NULL},
           {"another graph's certificate", NULL},
           {"one byte, or the rest missing", NULL},
           {"a number of the graph", NULL},
           {"line missing", drop_line},
           {"line twice", duplicate_line},
           {"two lines swapped", swap_lines},
           {"line elsewhere", move_line},
           {"number one higher", raise_number},
           {"number one lower", lower_number},
           {"another number", replace_number},
           {"two numbers swapped", swap_numbers},
           {"multipliers halved", halve_numbers},
           {"word missing", drop_word},
           {"last lines missing", cut_lines},
           {"lines missing", drop_block},
           {"set, open, stage or result", change_head},
           {"no set claimed", change_claim},
           {"another bound", change_bound},
           {"another divisor", change_divisor},
           {"another question", change_question},
           {"other side of a branch", flip_branch}};
enum { WAYS = sizeof(way) / sizeof(*way) };
static const uint32_t first_simple = SPECIALS;

static struct spoiled spoil(struct rp_arena *a, struct random_source *r, uint32_t how,
                            const struct problem *p, const struct problem *before)
{
    struct spoiled s = {p->graph, p->certificate};
    struct words w;
    if (how == ONE_SIDE) {
        s.certificate = one_side(a, r, p);
    } else if (how == ANOTHER_SET) {
        s.certificate = claim_another(a, r, p);
    } else if (how == ANOTHER_QUESTION) {
        s.certificate = of_another_question(a, r, p);
    } else if (how == ANOTHER_PROBLEM) {
        struct words mine = words_of(a, p->certificate);
        w = words_of(a, before->certificate);
        w.line[1] = mine.line[1]; // its counts, so that it is not refused for them
        s.certificate = words_text(a, &w);
    } else if (how == OTHER_BYTES) {
        s.certificate = spoil_bytes(a, r, p->certificate);
    } else if (how == OTHER_GRAPH) {
        w = words_of(a, p->graph);
        (random_below(r, 3) ? change_step : replace_number)(a, r, &w);
        s.graph = words_text(a, &w);
    } else {
        w = words_of(a, p->certificate);
        way[how].spoil(a, r, &w);
        while (random_below(r, 4) == 0 && w.n > 0)
            way[first_simple + random_below(r, WAYS - SPECIALS)].spoil(a, r, &w);
        s.certificate = words_text(a, &w);
    }
    return s;
}

// Is what the accepted certificate claims true?  NULL when it is, else what is wrong.
static const char *judge(struct rp_arena *a, const struct problem *p, const struct spoiled *s,
                         struct counts *count)
{
    struct claim claim;
    struct claim_graph g = p->judge;
    struct rp_diags d;
    if (!rp_str_eq(s->graph, p->graph)) {
        rp_diags_init(&d, a);
        const struct rp_graph *changed =
            rp_graph_read(a, rp_source_new(a, RP_STR("graph"), s->graph), &d);
        count->no_graph += !changed;
        if (!changed)
            return NULL; // the graph's own reader refuses it: nothing can be claimed about it
        g = claim_graph_new(a, changed);
    }
    if (!claim_read(s->certificate, &claim))
        return "too many lines to judge";
    count->true_still++;
    return claim_is_true(&claim, &g) ? NULL : "accepted, and untrue";
}

static bool one(struct random_source *r, uint32_t how, const struct problem *p,
                const struct problem *before, struct counts *count)
{
    struct rp_arena a;
    const char *fault = NULL;
    struct vf vf;
    rp_arena_init(&a);
    struct spoiled s = spoil(&a, r, how, p, before);
    if (rp_str_eq(s.graph, p->graph) && rp_str_eq(s.certificate, p->certificate)) {
        count->same++;
    } else {
        count->spoiled++;
        if (!verified(s.graph, s.certificate, &vf))
            count->refused++;
        else
            fault = judge(&a, p, &s, count);
    }
    if (fault)
        fprintf(stderr, "%s: %s\n--- graph\n%.*s--- certificate\n%.*s---\n", way[how].name, fault,
                RP_FMT(s.graph), RP_FMT(s.certificate));
    rp_arena_done(&a);
    return !fault;
}

// Does a text have all that counts in its first n bytes?  Both files end with the line "end".
static bool is_whole(struct rp_str text, size_t n)
{
    return n + 1 >= text.n;
}

// Nothing that was cut off is accepted: neither the certificate nor, for reasons of its own, the graph.
static bool refuses_what_is_cut_off(const struct problem *p)
{
    struct vf vf;
    for (size_t n = 0; n <= p->certificate.n; n++) {
        bool accepted = verified(p->graph, (struct rp_str){p->certificate.p, n}, &vf);
        if (accepted == is_whole(p->certificate, n))
            continue;
        fprintf(stderr, "the first %zu bytes of a certificate: %s\n%.*s", n, vf.message,
                RP_FMT(p->certificate));
        return false;
    }
    for (size_t n = 0; n <= p->graph.n; n++) {
        bool accepted = verified((struct rp_str){p->graph.p, n}, p->certificate, &vf);
        bool own_reason = !accepted && strncmp(vf.message, "graph:", 6) == 0;
        if (is_whole(p->graph, n) ? accepted : own_reason)
            continue;
        fprintf(stderr, "the first %zu bytes of a graph: %s\n%.*s", n, vf.message,
                RP_FMT(p->graph));
        return false;
    }
    return true;
}

static bool report(const struct counts *count, unsigned long nspoiled)
{
    struct counts all = {0};
    bool hollow = false;
    for (uint32_t i = 0; i < WAYS; i++) {
        printf("%8lu %8lu %8lu  %s\n", count[i].spoiled, count[i].refused, count[i].true_still,
               way[i].name);
        hollow |= count[i].refused == 0;
        all.spoiled += count[i].spoiled;
        all.same += count[i].same;
        all.refused += count[i].refused;
        all.true_still += count[i].true_still;
        all.no_graph += count[i].no_graph;
    }
    printf("%8lu %8lu %8lu  spoiled, refused, true all the same; %lu changes changed nothing, "
           "%lu made no graph\n",
           all.spoiled, all.refused, all.true_still, all.same, all.no_graph);
    if (hollow || all.spoiled < nspoiled / 2)
        fputs("too little was spoiled\n", stderr);
    return !hollow && all.spoiled >= nspoiled / 2;
}

// Which lines of a proof the problems' certificates have: a test without branches shows little.
static void count_lines(const struct problem *p, unsigned long *lines)
{
    for (size_t i = 0; i + 2 < p->certificate.n; i++)
        if (p->certificate.p[i] == '\n' &&
            (p->certificate.p[i + 2] == ' ' || p->certificate.p[i + 2] == '\n'))
            lines[(unsigned char)p->certificate.p[i + 1]]++;
}

int main(int argc, char **argv)
{
    struct counts count[WAYS] = {{0}};
    struct problem problem[2] = {{.g = NULL}};
    if (argc != 4) {
        fputs("usage: corrupt_test PROBLEMS SPOILED SEED\n", stderr);
        return 2;
    }
    unsigned long nproblems = strtoul(argv[1], NULL, 10), nspoiled = strtoul(argv[2], NULL, 10);
    uint64_t seed = strtoull(argv[3], NULL, 10);
    bool ok = nproblems > 0;
    unsigned long lines[256] = {0};
    for (unsigned long i = 0; i < nproblems && ok; i++) {
        struct random_source r = {(seed + i + 1) * UINT64_C(0x9E3779B97F4A7C15)};
        struct problem *p = &problem[i % 2];
        for (int k = 0; k < 10; k++)
            random_below(&r, 2);
        rp_arena_done(&p->arena);
        ok = problem_init(p, &r) && (i % CUT_EVERY > 0 || refuses_what_is_cut_off(p));
        count_lines(p, lines);
        for (unsigned long k = 0; k < nspoiled && ok; k++) {
            uint32_t how = (uint32_t)((i + k) % WAYS);
            ok = one(&r, how, p, i > 0 ? &problem[(i + 1) % 2] : p, &count[how]);
        }
        if (!ok)
            fprintf(stderr, "seed %llu\n", (unsigned long long)(seed + i));
    }
    rp_arena_done(&problem[0].arena);
    rp_arena_done(&problem[1].arena);
    printf("lines c %lu, d %lu, y %lu, f %lu, b %lu, e %lu\n", lines['c'], lines['d'], lines['y'],
           lines['f'], lines['b'], lines['e']);
    return !ok || !report(count, nproblems * nspoiled);
}
