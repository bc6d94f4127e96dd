/* probe_kinds: the checkers that probe can ask, each with its own keys. */
#ifndef COMMAND_PROBE_KINDS_H
#define COMMAND_PROBE_KINDS_H

#include "command/probe.h"

void probe_yaml(struct probe *p);
void probe_regex(struct probe *p);
void probe_cel(struct probe *p);
void probe_cel_policy(struct probe *p);
void probe_ignore(struct probe *p);
void probe_schema(struct probe *p);
void probe_template(struct probe *p);
void probe_pipeline(struct probe *p);
void probe_cron(struct probe *p);
void probe_duration(struct probe *p);
void probe_quantity(struct probe *p);
void probe_url(struct probe *p);
void probe_selector(struct probe *p);
void probe_label_key(struct probe *p);
void probe_label_value(struct probe *p);
void probe_rfc3339(struct probe *p);
void probe_int_or_string(struct probe *p);
void probe_effective(struct probe *p);
void probe_merge(struct probe *p);
void probe_trigger(struct probe *p);
void probe_reconcile(struct probe *p);

#endif
