// SPDX-License-Identifier: Apache-2.0
/*
 * export: what other programs need of the plan.  Target device: the configuration of the device
 * library and the list of tests.
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/pipeline.h"
#include "cli/say.h"
#include "report/device.h"

static enum rp_exit write_one(struct rp_cli *cli, struct rp_str folder, struct rp_str name,
                              void (*put)(const struct rp_device_plan *, struct rp_buf *),
                              const struct rp_device_plan *plan)
{
    struct rp_buf out;
    rp_buf_init(&out, 0);
    put(plan, &out);
    struct rp_str path = rp_file_join(cli->arena, folder, name);
    enum rp_exit status = rp_cli_write_file(cli, path, rp_buf_str(&out), RP_EXIT_OK);
    rp_buf_done(&out);
    return status;
}

enum rp_exit rp_cmd_export(struct rp_cli *cli)
{
    const char *target = cli->option[RP_OPTION_TARGET];
    if (!target)
        return rp_cli_finish(cli, rp_cli_usage(cli, RP_MSG_OPERAND_MISSING, RP_STR("--target")));
    if (strcmp(target, "device") != 0)
        return rp_cli_finish(cli, rp_cli_usage(cli, RP_MSG_OPTION_VALUE,
                                               rp_str_printf(cli->arena, "--target %s", target)));
    struct rp_pipeline p;
    if (!rp_pipeline_attack(cli, &p))
        return rp_cli_finish(cli, RP_EXIT_INPUT);
    struct rp_device_plan plan;
    enum rp_status failed = rp_device_plan_make(cli->arena, p.attack, &cli->diags, &plan);
    if (failed != RP_OK)
        return rp_cli_finish(cli, rp_cli_failed(cli, failed));
    const char *out = cli->option[RP_OPTION_OUT];
    struct rp_str folder = rp_str_of(out ? out : ".");
    enum rp_exit status = rp_cli_make_folder(cli, folder);
    if (status == RP_EXIT_OK)
        status = write_one(cli, folder, RP_STR("rprt_config.h"), rp_device_plan_header, &plan);
    if (status == RP_EXIT_OK)
        status = write_one(cli, folder, RP_STR("device-tests.json"), rp_device_plan_tests, &plan);
    if (status == RP_EXIT_OK && !cli->option[RP_OPTION_QUIET])
        status = rp_cli_write(cli, rp_str_printf(cli->arena, "plan %s\n", plan.hash), RP_EXIT_OK);
    return rp_cli_finish(cli, status);
}
