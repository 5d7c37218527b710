// SPDX-License-Identifier: Apache-2.0
// What the two sources of chan share.
#ifndef RPRT_CHAN_INSIDE_H
#define RPRT_CHAN_INSIDE_H

#include "rprt/chan.h"

// Ends the connection for a cause and starts the pause.
void rprt_chan_fail(struct rprt_chan *chan, enum rprt_status why);

// Switches off what the profile does not want and the provider may have been built with.
void rprt_chan_switch_off(mbedtls_ssl_config *tls);

#endif
