// SPDX-License-Identifier: Apache-2.0
/*
 * The commands: one function each, in cmd_<name>.c.
 */
#ifndef REMPART_CLI_COMMANDS_H
#define REMPART_CLI_COMMANDS_H

#include "cli/cli.h"

enum rp_exit rp_cmd_init(struct rp_cli *cli);
enum rp_exit rp_cmd_check(struct rp_cli *cli);
enum rp_exit rp_cmd_assess(struct rp_cli *cli);
enum rp_exit rp_cmd_paths(struct rp_cli *cli);
enum rp_exit rp_cmd_why(struct rp_cli *cli);
enum rp_exit rp_cmd_select(struct rp_cli *cli);
enum rp_exit rp_cmd_what_if(struct rp_cli *cli);
enum rp_exit rp_cmd_without(struct rp_cli *cli);
enum rp_exit rp_cmd_report(struct rp_cli *cli);
enum rp_exit rp_cmd_export(struct rp_cli *cli);
enum rp_exit rp_cmd_graph(struct rp_cli *cli);
enum rp_exit rp_cmd_mal(struct rp_cli *cli);
enum rp_exit rp_cmd_schema(struct rp_cli *cli);
enum rp_exit rp_cmd_explain(struct rp_cli *cli);
enum rp_exit rp_cmd_completion(struct rp_cli *cli);
enum rp_exit rp_cmd_help(struct rp_cli *cli);

#endif
