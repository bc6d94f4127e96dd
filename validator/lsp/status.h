/* status: by which version a workspace is judged, and why. */
#ifndef LSP_STATUS_H
#define LSP_STATUS_H

#include "lsp/connection.h"

/* Tells the client, by the notification prowgate/status, of folders whose status is not the one that was told last; the
 * request prowgate/status answers with the same: {"folders": [{"uri", "judged", "versions": [{"component", "version",
 * "uri", "line"}], "words", "errors", "warnings"}]}. */
void status_tell(struct connection *s);

#endif
