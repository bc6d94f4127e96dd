/* answer: what came where YAML was wanted. A proxy that asks for a login answers 200 with a page of HTML; so does many
 * a status page. Such an answer says nothing about a configuration, least of all that it is empty. */
#ifndef SOURCE_ANSWER_H
#define SOURCE_ANSWER_H

#include "base/arena.h"

/* Whether bytes are a YAML (or JSON) mapping, as every file of Prow's is, and neither empty nor what an API says of an
 * error. type is the header Content-Type, which may be empty. False with *words in the arena: `an HTML page with the title
 * "Sign in"`, "nothing", "a YAML list", "an empty object", `an object with "error"`. */
bool answer_is_mapping(struct str bytes, struct str type, struct arena *a, struct str *words);

#endif
