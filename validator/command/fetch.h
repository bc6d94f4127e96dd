/* fetch: a URL as commands fetch it: limits from flags, retries told on stderr, cancelled by SIGINT or SIGTERM. */
#ifndef COMMAND_FETCH_H
#define COMMAND_FETCH_H

#include "command/args.h"
#include "source/fetch.h"

/* Flags of every command that takes a URL for a tree. The defaults are fetch_defaults'. */
#define FETCH_FLAGS                                                                                                    \
    { "retry-attempts", FLAG_NUMBER, "N", "requests for a URL, the first one counted (default 5)" },                   \
        { "retry-initial", FLAG_TEXT, "DURATION", "wait before the second one; doubled each time (default 1s)" },      \
        { "retry-max", FLAG_TEXT, "DURATION", "longest such wait (default 30s)" },                                     \
        { "deadline", FLAG_TEXT, "DURATION", "end of all attempts and waits (default 2m)" },                           \
        { "connect-timeout", FLAG_TEXT, "DURATION", "of one connection (default 10s)" },                               \
        { "timeout", FLAG_TEXT, "DURATION", "of one attempt (default 30s)" },                                          \
        { "max-size", FLAG_TEXT, "BYTES", "largest answer, unpacked; 64Mi (default) or a plain number" },              \
        { "token-file", FLAG_TEXT, "FILE", "bearer token for the URL's host" },                                        \
        { "token-env", FLAG_TEXT, "NAME", "the same from an environment variable" },                                   \
        { "insecure-token", FLAG_SWITCH, NULL, "send the token over plain HTTP, too" },                                \
    {                                                                                                                  \
        "ca-file", FLAG_TEXT, "FILE", "trust these certificates instead of the system's"                               \
    }

/* What the flags say, over the defaults; texts in the arena. The token is read here. False, with a complaint on stderr
 * for the first of them that is wrong. A command without these flags gets the defaults. */
bool fetch_flags(const struct args *args, struct arena *a, struct fetch_options *o);

/* A URL without query and fragment, which may hold what nobody should read in a log; anything else as it is. A
 * slice. */
struct str fetch_shown(struct str url);

/* Fetches one URL. While it waits, SIGINT and SIGTERM end the fetch at once and nothing else: the command goes on to
 * say that nothing was decided. False, with a complaint on stderr that names the URL without its query. */
bool command_fetch(const struct args *args, struct str url, const struct fetch_options *o, struct arena *a,
                   struct fetch_answer *answer, struct fetch_error *error);

/* The same for a page that need not be there: where the server answers 404, *there is false and nothing is complained
 * of. */
bool command_fetch_optional(const struct args *args, struct str url, const struct fetch_options *o, struct arena *a,
                            struct fetch_answer *answer, bool *there);

/* Deck serves the plugin configuration beside the configuration: for ".../config", ".../plugin-config" in the arena;
 * for any other URL the empty str. */
struct str deck_plugin_url(struct str url, struct arena *a);

#endif
