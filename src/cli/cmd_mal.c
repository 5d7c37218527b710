// SPDX-License-Identifier: Apache-2.0
/*
 * mal: check a MAL language, or make the attack graph of an instance model in it.
 */
#include "cli/commands.h"
#include "cli/say.h"

#include "mal/instance.h"
#include "read/tree.h"

static const struct rp_mal *compile(struct rp_cli *cli, const char *path)
{
    struct rp_mal_loader loader = rp_mal_file_loader(cli->arena);
    const struct rp_source *src =
        loader.load(loader.context, RP_STR(""), rp_str_of(path), (struct rp_loc){0}, &cli->diags);
    return src ? rp_mal_compile(cli->arena, &src, 1, &loader, &cli->diags) : NULL;
}

// "ex1 1.0.0: 3 assets, 5 steps, 2 associations: no mistake"
static enum rp_exit run_check(struct rp_cli *cli)
{
    const struct rp_mal *m = compile(cli, cli->arg[1]);
    enum rp_exit status = RP_EXIT_OK;
    if (m && !cli->option[RP_OPTION_QUIET]) {
        struct rp_buf out;
        rp_buf_init(&out, 0);
        rp_buf_printf(&out, "%.*s %.*s%s %u %s, %u %s, %u %s%s %s\n", RP_FMT(m->id),
                      RP_FMT(m->version), rp_say_colon(cli), m->nassets - 1,
                      rp_say(cli, RP_SAY_MAL_ASSETS), m->nsteps - 1, rp_say(cli, RP_SAY_MAL_STEPS),
                      (m->nfields - 1) / 2, rp_say(cli, RP_SAY_MAL_ASSOCIATIONS), rp_say_colon(cli),
                      rp_say(cli, RP_SAY_MAL_OK));
        status = rp_cli_write(cli, rp_buf_str(&out), status);
        rp_buf_done(&out);
    }
    return rp_cli_finish(cli, status);
}

// State of a condition, empty for attack steps.
static const char *state_of(struct rp_cli *cli, const struct rp_mal_node *node,
                            const struct rp_mal_step *s)
{
    switch (s->type) {
    case RP_MAL_DEFENSE:
        return rp_say(cli, node->on ? RP_SAY_MAL_ON : RP_SAY_MAL_OFF);
    case RP_MAL_EXIST:
    case RP_MAL_NOT_EXIST:
        return rp_say(cli, node->exists ? RP_SAY_MAL_EXISTS : RP_SAY_MAL_MISSING);
    case RP_MAL_OR:
    case RP_MAL_AND:
        return "";
    }
    return "";
}

static void put_name(const struct rp_mal_graph *g, uint32_t node, struct rp_buf *out)
{
    const struct rp_mal_instance *in = g->instance;
    rp_buf_printf(out, "%.*s:%.*s", RP_FMT(in->thing[g->node[node].thing].name),
                  RP_FMT(in->mal->step[g->node[node].step].name));
}

// One step and what it leads to, each edge with the line of the language that makes it:
//
//     * S1:command  &
//           -> D:setDose  (language.mal:13)
static void put_node(struct rp_cli *cli, const struct rp_mal_graph *g, uint32_t node,
                     const bool *reached, struct rp_buf *out)
{
    const struct rp_mal_step *s = &g->instance->mal->step[g->node[node].step];
    const char *state = state_of(cli, &g->node[node], s);
    rp_buf_puts(out, reached[node] ? "* " : "  ");
    put_name(g, node, out);
    rp_buf_printf(out, "  %s%s%s", rp_mal_step_sign(s->type), state[0] ? " " : "", state);
    for (uint32_t i = 0; i < s->ntags; i++)
        rp_buf_printf(out, " @%.*s", RP_FMT(s->tag[i]));
    rp_buf_putc(out, '\n');
    for (uint32_t e = g->child_first[node]; e < g->child_first[node + 1]; e++) {
        struct rp_loc at = g->child_why[e]->at;
        rp_buf_puts(out, "      -> ");
        put_name(g, g->child[e], out);
        if (at.src)
            rp_buf_printf(out, "  (%.*s:%u)", RP_FMT(at.src->name),
                          rp_source_pos(at.src, at.off).line);
        rp_buf_putc(out, '\n');
    }
}

static void put_text(struct rp_cli *cli, const struct rp_mal_graph *g, const bool *reached,
                     struct rp_buf *out)
{
    const struct rp_mal_instance *in = g->instance;
    uint32_t n = 0;
    for (uint32_t i = 1; i < g->nnodes; i++)
        n += reached[i];
    rp_buf_printf(out, "%.*s %.*s%s %u %s, %u %s, %u %s\n", RP_FMT(in->mal->id),
                  RP_FMT(in->mal->version), rp_say_colon(cli), in->nthings - 1,
                  rp_say(cli, RP_SAY_MAL_THINGS), g->nnodes - 1, rp_say(cli, RP_SAY_MAL_STEPS),
                  g->nedges, rp_say(cli, RP_SAY_MAL_EDGES));
    if (in->nentries) {
        rp_buf_puts(out, rp_say(cli, RP_SAY_MAL_ENTRIES));
        for (uint32_t i = 0; i < in->nentries; i++)
            rp_buf_printf(out, "%s %.*s:%.*s", i ? "," : "",
                          RP_FMT(in->thing[in->entry[i].thing].name), RP_FMT(in->entry[i].step));
        rp_buf_printf(out, "\n%s %u/%u\n\n", rp_say(cli, RP_SAY_MAL_REACHABLE), n, g->nnodes - 1);
    } else {
        rp_buf_printf(out, "%s\n\n", rp_say(cli, RP_SAY_MAL_NO_ENTRY));
    }
    for (uint32_t i = 1; i < g->nnodes; i++)
        put_node(cli, g, i, reached, out);
}

static bool *reach(struct rp_cli *cli, const struct rp_mal_graph *g)
{
    const struct rp_mal_instance *in = g->instance;
    uint32_t *entry = RP_NEWN(cli->arena, uint32_t, in->nentries);
    for (uint32_t i = 0; i < in->nentries; i++)
        entry[i] = rp_mal_graph_node(g, in->entry[i].thing, in->entry[i].step);
    bool *reached = RP_NEWN(cli->arena, bool, g->nnodes);
    rp_mal_graph_reach(g, entry, in->nentries, reached);
    return reached;
}

// The instance model with the command line's entry points; false when something was wrong.
static bool read_instance(struct rp_cli *cli, struct rp_mal_instance *in)
{
    const struct rp_source *src = rp_read_source(
        cli->arena, rp_str_of(cli->arg[2]), RP_READ_MAX_BYTES, (struct rp_loc){0}, &cli->diags);
    bool ok = src && rp_mal_instance_read(in, src, &cli->diags);
    for (uint32_t i = 0; src && i < cli->ngiven; i++)
        if (cli->given[i].option == RP_OPTION_ENTRY &&
            !rp_mal_instance_enter_named(in, rp_str_of(cli->given[i].value), (struct rp_loc){0},
                                         &cli->diags))
            ok = false;
    return ok;
}

static enum rp_exit run_graph(struct rp_cli *cli)
{
    const struct rp_mal *m = compile(cli, cli->arg[1]);
    struct rp_mal_instance in;
    if (!m)
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    // A language that is used as it is was checked elsewhere: its warnings are mal check's.
    rp_diags_init_beside(&cli->diags, &cli->diags);
    rp_mal_instance_init(&in, cli->arena, m);
    const struct rp_mal_graph *g = NULL;
    if (read_instance(cli, &in))
        g = rp_mal_graph_new(cli->arena, &in, &cli->diags);
    if (!g)
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    bool *reached = reach(cli, g);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    if (rp_cli_format_is(cli, "json"))
        rp_mal_graph_write_json(g, reached, &out);
    else if (rp_cli_format_is(cli, "dot"))
        rp_mal_graph_write_dot(g, reached, &out);
    else
        put_text(cli, g, reached, &out);
    enum rp_exit status;
    if (out.full)
        status = rp_cli_failed(cli, RP_ERR_LIMIT);
    else
        status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return rp_cli_finish(cli, status);
}

enum rp_exit rp_cmd_mal(struct rp_cli *cli)
{
    const struct rp_str word[] = {RP_STR("check"), RP_STR("graph")};
    bool check = rp_str_eq(rp_str_of(cli->arg[0]), word[0]);
    if (!check && !rp_str_eq(rp_str_of(cli->arg[0]), word[1])) {
        rp_cli_unknown_word(cli, RP_MSG_OPERAND_UNKNOWN, rp_str_of(cli->arg[0]), word, 2);
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    }
    int wanted = check ? 2 : 3;
    if (cli->nargs < wanted)
        return rp_cli_finish(cli, rp_cli_usage(cli, RP_MSG_OPERAND_MISSING,
                                               check ? RP_STR("mal check FILE")
                                                     : RP_STR("mal graph FILE INSTANCE")));
    if (cli->nargs > wanted)
        return rp_cli_finish(
            cli, rp_cli_usage(cli, RP_MSG_OPERAND_TOO_MANY, rp_str_of(cli->arg[wanted])));
    return check ? run_check(cli) : run_graph(cli);
}
