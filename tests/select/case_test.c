// SPDX-License-Identifier: Apache-2.0
/*
 * Hand-made selection problems: question, graph, answer and reasons in one text file each.
 *
 *     case_test CHECKER FOLDER FILE...
 *
 * A file has three parts, each opened by a line of its own: "-- question", "-- graph" (the text form
 * of rempart-graph(5)) and "-- answer".  Lines of the question:
 *
 *     stages WORD...          kinds places malfunction effort plain
 *     keep existing|decided   max N   force NAME   forbid NAME   only-decided
 *     superfluous             ask for what can go, instead
 *     alternatives N          ask for that many sets besides the first
 *
 * The answer is what this program prints; the certificate must be accepted.
 */
#include "base/file.h"
#include "select/select.h"

#include <stdio.h>
#include <stdlib.h>

struct question {
    struct rp_select_options options;
    bool superfluous;
    uint32_t alternatives;
    struct rp_str text; // lines of the question
};

static struct rp_str part(struct rp_str text, const char *mark)
{
    const char *at = strstr(text.p, mark);
    if (!at)
        return RP_STR("");
    at += strlen(mark);
    const char *end = strstr(at, "\n-- ");
    return (struct rp_str){at, end ? (size_t)(end + 1 - at) : strlen(at)};
}

// The next word of the line, empty at its end.
static struct rp_str word(struct rp_str *rest)
{
    while (rest->n > 0 && *rest->p == ' ')
        rest->p++, rest->n--;
    struct rp_str w = {rest->p, 0};
    while (w.n < rest->n && w.p[w.n] != ' ')
        w.n++;
    rest->p += w.n;
    rest->n -= w.n;
    return w;
}

static bool next_line(struct rp_str *rest, struct rp_str *ret_line)
{
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    if (!end)
        return false;
    *ret_line = (struct rp_str){rest->p, (size_t)(end - rest->p)};
    rest->n -= ret_line->n + 1;
    rest->p = end + 1;
    return true;
}

static bool is(struct rp_str s, const char *text)
{
    return rp_str_eq(s, rp_str_of(text));
}

static uint32_t number(struct rp_str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n = n * 10 + (uint32_t)(s.p[i] - '0');
    return n;
}

static uint32_t control_named(const struct rp_graph *g, struct rp_str name)
{
    for (uint32_t c = 0; c < g->ncontrols; c++)
        if (rp_str_eq(g->control[c].name, name))
            return c;
    fprintf(stderr, "no control '%.*s'\n", RP_FMT(name));
    exit(2);
}

static enum rp_stage stage_named(struct rp_str name)
{
    static const char *const names[RP_STAGES] = {"risk",   "kinds", "places", "malfunction",
                                                 "effort", "plain", "tie"};
    for (int i = 0; i < RP_STAGES; i++)
        if (is(name, names[i]))
            return (enum rp_stage)i;
    fprintf(stderr, "no stage '%.*s'\n", RP_FMT(name));
    exit(2);
}

static void read_question(struct rp_arena *a, const struct rp_graph *g, struct rp_str text,
                          struct question *q)
{
    struct rp_str line;
    bool *force = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    bool *forbid = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
    *q = (struct question){.options = {.forced = force, .forbidden = forbid, .certificate = true}};
    while (next_line(&text, &line)) {
        struct rp_str first = word(&line);
        if (is(first, "stages"))
            for (struct rp_str w = word(&line); w.n > 0; w = word(&line))
                q->options.stage[q->options.nstages++] = stage_named(w);
        else if (is(first, "keep"))
            q->options.keep = is(word(&line), "existing") ? RP_KEEP_EXISTING : RP_KEEP_DECIDED;
        else if (is(first, "max"))
            q->options.max_controls = number(word(&line));
        else if (is(first, "force"))
            force[control_named(g, word(&line))] = true;
        else if (is(first, "forbid"))
            forbid[control_named(g, word(&line))] = true;
        else if (is(first, "only-decided"))
            q->options.only_decided = true;
        else if (is(first, "superfluous"))
            q->superfluous = true;
        else if (is(first, "alternatives"))
            q->alternatives = number(word(&line));
    }
}

static void print_set(struct rp_buf *out, const struct rp_graph *g, const bool *set)
{
    for (uint32_t c = 0; c < g->ncontrols; c++)
        if (set[c])
            rp_buf_printf(out, " %.*s", RP_FMT(g->control[c].name));
    rp_buf_putc(out, '\n');
}

static void print_path(struct rp_buf *out, const struct rp_path *path)
{
    rp_buf_printf(out, " at V%u by steps", path->level);
    for (uint32_t i = 0; i < path->nsteps; i++)
        rp_buf_printf(out, " %u", path->step[i]);
    rp_buf_putc(out, '\n');
}

static void print_reasons(struct rp_buf *out, const struct rp_graph *g,
                          const struct rp_selection *s)
{
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        if (!s->chosen[c])
            continue;
        const struct rp_reason *r = &s->reason[c];
        rp_buf_printf(out, "without %.*s:", RP_FMT(g->control[c].name));
        if (!r->by_constraint) {
            rp_buf_printf(out, " %.*s comes back", RP_FMT(g->goal[r->goal].name));
            print_path(out, &r->path);
        } else if (r->constraint == RP_GRAPH_NONE) {
            rp_buf_puts(out, " only the question demands it\n");
        } else {
            rp_buf_printf(out, " constraint %u breaks\n", r->constraint);
        }
    }
}

static void print_answer(struct rp_buf *out, const struct rp_graph *g,
                         const struct rp_select_options *o, const struct rp_selection *s)
{
    static const char *const outcome[] = {"optimal", "best found", "impossible", "conflict"};
    static const char *const stage[RP_STAGES] = {"risk",   "kinds", "places", "malfunction",
                                                 "effort", "plain", "tie"};
    rp_buf_printf(out, "%s\n", outcome[s->outcome]);
    if (s->outcome != RP_SELECT_CONFLICT) {
        rp_buf_puts(out, "set:");
        print_set(out, g, s->chosen);
        for (uint32_t i = 0; i < o->nstages; i++)
            rp_buf_printf(out, "%s %llu\n", stage[o->stage[i]],
                          (unsigned long long)s->value[o->stage[i]]);
        print_reasons(out, g, s);
    }
    for (uint32_t i = 0; i < g->ngoals && s->outcome == RP_SELECT_IMPOSSIBLE; i++)
        if (s->given_up[i])
            rp_buf_printf(out, "given up: %.*s\n", RP_FMT(g->goal[i].name));
    if (s->open_goal != RP_GRAPH_NONE) {
        rp_buf_printf(out, "open: %.*s", RP_FMT(g->goal[s->open_goal].name));
        print_path(out, &s->open);
    }
    for (uint32_t i = 0; i < s->nconflict; i++)
        rp_buf_printf(out, "reconsider: %.*s\n", RP_FMT(g->control[s->conflict[i]].name));
}

static bool accepted(struct rp_arena *a, const char *const *argv, const struct rp_graph *g,
                     struct rp_str certificate)
{
    struct rp_buf text;
    struct rp_file_error error;
    struct rp_str graph_path = rp_str_printf(a, "%s/case.graph", argv[2]);
    struct rp_str path = rp_str_printf(a, "%s/case.certificate", argv[2]);
    struct rp_str command =
        rp_str_printf(a, "'%s' --quiet '%s' '%s'", argv[1], graph_path.p, path.p);
    rp_buf_init(&text, 0);
    rp_graph_write_text(g, &text);
    bool written = rp_file_write(a, graph_path.p, rp_buf_str(&text), &error) == RP_OK &&
                   rp_file_write(a, path.p, certificate, &error) == RP_OK;
    rp_buf_done(&text);
    return written && system(command.p) == 0;
}

static void answer_alternatives(struct rp_arena *a, const char *const *argv,
                                const struct rp_graph *g, const struct question *q,
                                const struct rp_selection *s, struct rp_buf *out)
{
    uint32_t n = 0;
    bool all;
    struct rp_selection *more = RP_NEWN(a, struct rp_selection, (size_t)q->alternatives + 1);
    if (rp_select_alternatives(a, g, &q->options, s, q->alternatives, more, &n, &all) != RP_OK)
        exit(2);
    for (uint32_t i = 0; i < n; i++) {
        rp_buf_puts(out, "as good:");
        print_set(out, g, more[i].chosen);
        if (!accepted(a, argv, g, more[i].certificate))
            rp_buf_puts(out, "its certificate is refused\n");
    }
}

static void answer(struct rp_arena *a, const char *const *argv, const struct rp_graph *g,
                   const struct question *q, struct rp_buf *out)
{
    struct rp_selection s;
    if (q->superfluous) {
        bool known;
        bool *can_go = RP_NEWN(a, bool, (size_t)g->ncontrols + 1);
        if (rp_select_superfluous(a, g, &q->options.limits, can_go, &known) != RP_OK || !known)
            exit(2);
        rp_buf_puts(out, "can go:");
        print_set(out, g, can_go);
        return;
    }
    if (rp_select(a, g, &q->options, &s) != RP_OK)
        exit(2);
    print_answer(out, g, &q->options, &s);
    if (!accepted(a, argv, g, s.certificate))
        rp_buf_puts(out, "the certificate is refused\n");
    if (q->alternatives > 0)
        answer_alternatives(a, argv, g, q, &s, out);
}

static bool one(const char *const *argv, const char *path)
{
    struct rp_arena a;
    struct rp_str text;
    struct rp_file_error error;
    struct rp_diags d;
    struct question q;
    struct rp_buf out;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    if (rp_file_read(&a, path, 1 << 20, &text, &error) != RP_OK)
        exit(2);
    text = rp_str_copy(&a, text);
    struct rp_str want = part(text, "-- answer\n");
    const struct rp_graph *g =
        rp_graph_read(&a, rp_source_new(&a, rp_str_of(path), part(text, "-- graph\n")), &d);
    rp_buf_init(&out, 0);
    if (!g) {
        rp_buf_puts(&out, "the graph cannot be read\n");
    } else {
        read_question(&a, g, part(text, "-- question\n"), &q);
        answer(&a, argv, g, &q, &out);
    }
    bool same = rp_str_eq(rp_buf_str(&out), want);
    if (!same)
        fprintf(stderr, "%s: expected\n%.*s-- found\n%.*s", path, RP_FMT(want),
                RP_FMT(rp_buf_str(&out)));
    rp_buf_done(&out);
    rp_arena_done(&a);
    return same;
}

int main(int argc, char **argv)
{
    int wrong = 0;
    for (int i = 3; i < argc; i++)
        wrong += !one((const char *const *)argv, argv[i]);
    printf("%d cases, %d wrong\n", argc > 3 ? argc - 3 : 0, wrong);
    return wrong > 0 || argc < 4;
}
