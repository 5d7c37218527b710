// SPDX-License-Identifier: Apache-2.0
/*
 * No control needs cryptography.
 */
#include "pump/seam/secrets.h"

void pump_secrets_init(struct pump_app *app)
{
    app->secrets.unused = 0;
}
