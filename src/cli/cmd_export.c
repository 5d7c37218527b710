// SPDX-License-Identifier: Apache-2.0
/*
 * export: what other programs need of the plan.  Target device: the configuration of the device
 * library and of its provider of cryptography, and the list of tests.
 */
#include "cli/commands.h"
#include "cli/pipeline.h"
#include "cli/say.h"
#include "cli/states.h"
#include "report/device.h"

static const struct {
    const char *name;
    void (*put)(const struct rp_device_plan *, struct rp_buf *);
} file[] = {
    {"rprt_config.h", rp_device_plan_header},
    {"rprt_psa_config.h", rp_device_plan_psa},
    {"rprt_mbedtls_config.h", rp_device_plan_mbedtls},
    {"device-tests.json", rp_device_plan_tests},
};

enum { FILES = sizeof(file) / sizeof(file[0]) };

static enum rp_exit write_files(struct rp_cli *cli, const struct rp_device_plan *plan)
{
    const char *folder = cli->option[RP_OPTION_OUT];
    struct rp_output output[FILES];
    for (size_t i = 0; i < FILES; i++) {
        output[i] = (struct rp_output){.name = rp_str_of(file[i].name)};
        rp_buf_init(&output[i].text, 0);
        file[i].put(plan, &output[i].text);
    }
    enum rp_exit status = rp_cli_write_folder(cli, rp_str_of(folder ? folder : "."), output, FILES);
    for (size_t i = 0; i < FILES; i++)
        rp_buf_done(&output[i].text);
    return status;
}

// Takes away what --drop names, and with it whatever else the same modules provide: a module is in
// an image or it is not.  False (reported) when there is nothing to take away.
static bool drop(struct rp_cli *cli, const struct rp_attack *attack, struct rp_str word, bool *in)
{
    uint32_t n = attack->graph->ncontrols, ndropped = 0;
    bool *rest = RP_NEWN(cli->arena, bool, n + 1);
    memcpy(rest, in, n * sizeof(*in));
    if (!rp_cli_mark_controls(cli, attack, word, false, rest))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        struct rp_str module = rp_device_module(attack, i);
        if (rest[i] || !in[i] || !module.n)
            continue;
        ndropped++;
        for (uint32_t k = 0; k < n; k++)
            if (rp_str_eq(rp_device_module(attack, k), module))
                rest[k] = false;
    }
    memcpy(in, rest, n * sizeof(*in));
    if (!ndropped)
        rp_report(&cli->diags, RP_MSG_EXPORT_NOTHING_DROPPED, (struct rp_loc){0}, "--drop %.*s",
                  RP_FMT(word));
    return ndropped > 0;
}

// The controls of the plan after --keep, --add and --drop; false (reported) when one of them is wrong.
static bool choose(struct rp_cli *cli, const struct rp_attack *attack, enum rp_keep keep, bool *in)
{
    const struct rp_graph *g = attack->graph;
    if (keep != RP_KEEP_NONE)
        rp_device_plan_decided(attack, in);
    for (uint32_t i = 0; keep == RP_KEEP_EXISTING && i < g->ncontrols; i++)
        in[i] = in[i] && g->control[i].state == RP_GRAPH_EXISTING;
    bool ok = true;
    for (uint32_t i = 0; i < cli->ngiven; i++) {
        struct rp_str word = rp_str_of(cli->given[i].value);
        if (cli->given[i].option == RP_OPTION_ADD)
            ok = rp_cli_mark_controls(cli, attack, word, true, in) && ok;
        else if (cli->given[i].option == RP_OPTION_DROP)
            ok = drop(cli, attack, word, in) && ok;
    }
    return ok;
}

static void put_cost(struct rp_cli *cli, const struct rp_bytes *cost, struct rp_buf *out)
{
    rp_buf_printf(out, " %u %s, %u %s", cost->flash, rp_say(cli, RP_SAY_EXPORT_BYTES_FLASH),
                  cost->ram, rp_say(cli, RP_SAY_EXPORT_BYTES_RAM));
    if (cost->stack)
        rp_buf_printf(out, ", %u %s", cost->stack, rp_say(cli, RP_SAY_EXPORT_BYTES_STACK));
}

// What the image will take of the device, the controls and the provider of cryptography apart.
static void put_costs(struct rp_cli *cli, const struct rp_device_plan *plan, struct rp_buf *out)
{
    struct rp_device_cost cost = rp_device_plan_cost(plan);
    rp_buf_printf(out, "  %s", rp_say(cli, RP_SAY_EXPORT_LIBRARY));
    put_cost(cli, &cost.library, out);
    rp_buf_printf(out, " (%.*s)\n", RP_FMT(plan->modules->measured.in[cli->lang]));
    if (!cost.needs_provider)
        return;
    rp_buf_printf(out, "  %s", rp_say(cli, RP_SAY_EXPORT_PROVIDER));
    if (cost.provider_known)
        put_cost(cli, &cost.provider, out);
    else
        rp_buf_printf(out, " %s", rp_say(cli, RP_SAY_EXPORT_UNMEASURED));
    rp_buf_putc(out, '\n');
}

// "plan 1f...", what it costs, and what is not in it although it is decided.
static enum rp_exit tell(struct rp_cli *cli, const struct rp_device_plan *plan)
{
    const struct rp_graph *g = plan->attack->graph;
    bool *decided = RP_NEWN(cli->arena, bool, g->ncontrols + 1);
    rp_device_plan_decided(plan->attack, decided);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    rp_buf_printf(&out, "plan %s\n", plan->hash);
    put_costs(cli, plan, &out);
    for (uint32_t i = 0; i < g->ncontrols; i++)
        if (decided[i] != plan->in[i])
            rp_buf_printf(&out, "  %s %.*s\n",
                          rp_say(cli, decided[i] ? RP_SAY_EXPORT_WITHOUT : RP_SAY_EXPORT_WITH),
                          RP_FMT(rp_say_control(cli, plan->attack, g, i)));
    enum rp_exit status = rp_cli_write(cli, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return status;
}

enum rp_exit rp_cmd_export(struct rp_cli *cli)
{
    const char *target = cli->option[RP_OPTION_TARGET];
    if (!target)
        return rp_cli_finish(cli, rp_cli_usage(cli, RP_MSG_OPERAND_MISSING, RP_STR("--target")));
    if (strcmp(target, "device") != 0)
        return rp_cli_finish(cli, rp_cli_bad_value(cli, RP_OPTION_TARGET));
    struct rp_pipeline p;
    enum rp_keep keep = RP_KEEP_DECIDED;
    // A mistake of the command line is told before anything is read.
    if (!rp_pipeline_keep(cli, &keep) || !rp_pipeline_attack(cli, &p))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    bool *in = RP_NEWN(cli->arena, bool, p.attack->graph->ncontrols + 1);
    if (!choose(cli, p.attack, keep, in))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    struct rp_device_plan plan = rp_device_plan_make(cli->arena, p.attack, in);
    enum rp_exit status = write_files(cli, &plan);
    if (status == RP_EXIT_OK && !cli->option[RP_OPTION_QUIET])
        status = tell(cli, &plan);
    return rp_cli_finish(cli, status);
}
