// SPDX-License-Identifier: Apache-2.0
/*
 * Cryptography and port of the library, for the controls that need them.
 *
 * secrets_none.c: no control does.  secrets.c: starts the provider and gives it the factory's keys.
 */
#ifndef PUMP_SEAM_SECRETS_H
#define PUMP_SEAM_SECRETS_H

#include "pump/app.h"

// Before all other seams.
void pump_secrets_init(struct pump_app *app);

#endif
