// SPDX-License-Identifier: Apache-2.0
/*
 * The program rempart.
 */
#include "cli/cli.h"

int main(int argc, char **argv)
{
    return (int)rp_cli_main(argc, argv);
}
