// SPDX-License-Identifier: Apache-2.0
/*
 * No detection: no sign is seen.
 */
#include "pump/seam/signs.h"

void pump_signs_init(struct pump_signs *signs, const struct rprt_port *port)
{
    (void)port;
    *signs = (struct pump_signs){.unused = 0};
}

uint32_t pump_signs_tick(struct pump_signs *signs, const volatile struct pump_notes *notes,
                         uint32_t *ret_kind)
{
    (void)signs;
    (void)notes;
    *ret_kind = 0;
    return 0;
}

void pump_signs_memory(struct pump_signs *signs)
{
    (void)signs;
}
