/* zone: whether Go's time.LoadLocation takes a time zone name. */
#ifndef SYNTAX_CRON_ZONE_H
#define SYNTAX_CRON_ZONE_H

#include "base/arena.h"

enum zone_status {
    ZONE_OK,
    ZONE_BAD,
    ZONE_NO_DATABASE, /* this machine has no time zone database; *error is what Go would say there */
};

/* Reads the file of that name below the folders where Go looks on Unix (/usr/share/zoneinfo first). On
 * refusal *error has Go's words: `unknown time zone X`, `time: invalid location name`, `malformed time
 * zone information`, or those of the system. Neither TZ nor ZONEINFO of the environment counts. */
enum zone_status zone_check(struct str name, struct arena *a, struct str *error);

/* The same with other folders, a list that NULL ends. */
enum zone_status zone_check_in(const char *const *folders, struct str name, struct arena *a, struct str *error);

/* Whether these are the bytes of a TZif file that Go's time.LoadLocationFromTZData reads. */
bool zone_data_valid(struct str data);

#endif
