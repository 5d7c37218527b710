// SPDX-License-Identifier: Apache-2.0
/*
 * init: a starter model that explains itself.
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/say.h"

#include <sys/stat.h>

enum rp_exit rp_cmd_init(struct rp_cli *cli)
{
    struct rp_str folder = cli->nargs ? rp_str_of(cli->arg[0]) : RP_STR("");
    struct rp_str path = rp_file_join(cli->arena, folder, RP_STR("rempart.yaml"));
    enum rp_exit status = rp_cli_may_write(cli, (struct rp_str[]){path, rp_cli_output(cli)}, 2);
    if (status == RP_EXIT_OK && folder.n)
        status = rp_cli_make_folder(cli, folder);
    if (status != RP_EXIT_OK)
        return rp_cli_finish(cli, status);
    struct stat st;
    if (stat(path.p, &st) == 0 && !cli->option[RP_OPTION_FORCE])
        return rp_cli_finish(cli, rp_cli_usage(cli, RP_MSG_FILE_EXISTS, path));
    struct rp_str text = rp_catalogue_file(cli->lang == RP_FR ? RP_STR("starter/fr.rempart.yaml")
                                                              : RP_STR("starter/en.rempart.yaml"));
    status = rp_cli_write_file(cli, path, text, RP_EXIT_OK);
    if (status == RP_EXIT_OK) {
        struct rp_str told =
            rp_str_printf(cli->arena, "%.*s %s. %s rempart check, rempart assess, rempart why D1\n",
                          RP_FMT(path), rp_say(cli, RP_SAY_WRITTEN), rp_say(cli, RP_SAY_NEXT));
        status = rp_cli_write(cli, told, RP_EXIT_OK);
    }
    return rp_cli_finish(cli, status);
}
