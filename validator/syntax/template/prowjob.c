/* prowapi.ProwJob. Structs that it points to are nil in an empty one: of their fields only the names are
 * asked. */
#include "syntax/template/prowjob.h"

#include "syntax/template/method.h"
#include "syntax/template/template.h"

#define PROWAPI "sigs.k8s.io/prow/pkg/apis/prowjobs/v1"
#define CORE "k8s.io/api/core/v1"
#define TEKTON "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
#define TEXT &template_type_string
#define TRUTH &template_type_bool
#define WHOLE &template_type_int
#define NIL_SAFE (METHOD_POINTER | METHOD_NIL)
#define NAME(field) FIELD(field, &template_type_any)
#define DEEP_COPY(id)                                                                                                  \
    METHOD("DeepCopy", NIL_SAFE, &id##_pointer, method_copy), METHOD_VOID_IN("DeepCopyInto", METHOD_POINTER, in_##id)

/* Runner of ApplyDefault: nil without a default stays nil. */
static bool apply_default(struct template_call *call)
{
    call->result = call->receiver;
    call->undecided = call->receiver.target || call->args[0].target;
    return !call->undecided;
}

static bool no_pipeline_run(struct template_call *call)
{
    call->error = STR("pipeline run spec not found");
    return false;
}

static bool cluster_alias(struct template_call *call)
{
    struct template_value cluster = { 0 };
    struct reflect_path path;
    struct template_value spec;

    if (reflect_find_field(call->receiver.type->elem, STR("Spec"), &path)) {
        spec = reflect_walk(reflect_elem(call->receiver), &path);
        if (reflect_find_field(spec.type, STR("Cluster"), &path))
            cluster = reflect_walk(spec, &path);
    }
    call->result = template_string(cluster.string.len ? cluster.string : STR("default"));
    return true;
}

static bool complete(struct template_call *call)
{
    struct reflect_path path;
    struct template_value status;

    call->result = template_bool(false);
    if (!reflect_find_field(call->receiver.type->elem, STR("Status"), &path))
        return true;
    status = reflect_walk(reflect_elem(call->receiver), &path);
    if (reflect_find_field(status.type, STR("CompletionTime"), &path))
        call->result.truth = !reflect_is_nil(reflect_walk(status, &path));
    return true;
}

static bool copy_object(struct template_call *call)
{
    struct template_value *copy = ARENA_NEW(call->arena, struct template_value);

    *copy = reflect_address(call->arena, reflect_elem(call->receiver));
    call->result = (struct template_value){ .type = call->method->out, .target = copy };
    return true;
}

static const struct template_type context = INTERFACE_TYPE("context.Context");
static const struct template_type rerun_client = INTERFACE_TYPE("github.RerunClient");
static const struct template_type object = INTERFACE_TYPE("runtime.Object");
static const struct template_type *const in_context[] = { &context };
static const struct template_type *const in_authorized[] = { TEXT, TEXT, &rerun_client };
static const struct template_type *const in_bytes[] = { &prowjob_bytes };

#define POINTER_TO(id)                                                                                                 \
    static const struct template_type id##_pointer;                                                                    \
    static const struct template_type *const in_##id[] = { &id##_pointer }

POINTER_TO(refs);
static const struct template_field refs_fields[] = {
    NAME("Org"),        NAME("Repo"),          NAME("RepoLink"),      NAME("BaseRef"),
    NAME("BaseSHA"),    NAME("BaseLink"),      NAME("Pulls"),         NAME("PathAlias"),
    NAME("WorkDir"),    NAME("Auxiliary"),     NAME("CloneURI"),      NAME("SkipSubmodules"),
    NAME("CloneDepth"), NAME("SkipFetchHead"), NAME("BloblessFetch"), NAME("SparseCheckoutFiles"),
};
static const struct template_method refs_methods[] = {
    DEEP_COPY(refs),
    METHOD("OrgRepoString", 0, TEXT, NULL),
    METHOD("String", 0, TEXT, NULL),
};
STRUCT_TYPE(static, refs, "v1.Refs", PROWAPI);

POINTER_TO(pod_spec);
static const struct template_field pod_spec_fields[] = {
    NAME("Volumes"),
    NAME("InitContainers"),
    NAME("Containers"),
    NAME("EphemeralContainers"),
    NAME("RestartPolicy"),
    NAME("TerminationGracePeriodSeconds"),
    NAME("ActiveDeadlineSeconds"),
    NAME("DNSPolicy"),
    NAME("NodeSelector"),
    NAME("ServiceAccountName"),
    NAME("DeprecatedServiceAccount"),
    NAME("AutomountServiceAccountToken"),
    NAME("NodeName"),
    NAME("HostNetwork"),
    NAME("HostPID"),
    NAME("HostIPC"),
    NAME("ShareProcessNamespace"),
    NAME("SecurityContext"),
    NAME("ImagePullSecrets"),
    NAME("Hostname"),
    NAME("Subdomain"),
    NAME("Affinity"),
    NAME("SchedulerName"),
    NAME("Tolerations"),
    NAME("HostAliases"),
    NAME("PriorityClassName"),
    NAME("Priority"),
    NAME("DNSConfig"),
    NAME("ReadinessGates"),
    NAME("RuntimeClassName"),
    NAME("EnableServiceLinks"),
    NAME("PreemptionPolicy"),
    NAME("Overhead"),
    NAME("TopologySpreadConstraints"),
    NAME("SetHostnameAsFQDN"),
    NAME("OS"),
    NAME("HostUsers"),
    NAME("SchedulingGates"),
    NAME("ResourceClaims"),
    NAME("Resources"),
    NAME("HostnameOverride"),
    NAME("SchedulingGroup"),
};
static const struct template_method pod_spec_methods[] = {
    DEEP_COPY(pod_spec),
    METHOD_TWO("Descriptor", METHOD_POINTER, &template_type_ints),
    METHOD_OR_ERROR("Marshal", METHOD_POINTER, &prowjob_bytes, NULL),
    METHOD_IN("MarshalTo", METHOD_POINTER, NULL, NULL, in_bytes),
    METHOD_IN("MarshalToSizedBuffer", METHOD_POINTER, NULL, NULL, in_bytes),
    METHOD_VOID("ProtoMessage", METHOD_POINTER),
    METHOD_VOID("Reset", METHOD_POINTER),
    METHOD("Size", NIL_SAFE, WHOLE, method_zero),
    METHOD_TEXT("String", NIL_SAFE, TEXT, method_text, "nil"),
    METHOD("SwaggerDoc", 0, &template_type_string_map, NULL),
    METHOD_IN("Unmarshal", METHOD_POINTER, &prowjob_error, NULL, in_bytes),
};
STRUCT_TYPE(static, pod_spec, "v1.PodSpec", CORE);

POINTER_TO(jenkins_spec);
static const struct template_field jenkins_spec_fields[] = { NAME("GitHubBranchSourceJob") };
static const struct template_method jenkins_spec_methods[] = { DEEP_COPY(jenkins_spec) };
STRUCT_TYPE(static, jenkins_spec, "v1.JenkinsSpec", PROWAPI);

POINTER_TO(pipeline_run_spec);
static const struct template_field pipeline_run_spec_fields[] = {
    NAME("PipelineRef"),     NAME("PipelineSpec"), NAME("Params"),       NAME("Status"),    NAME("Timeouts"),
    NAME("TaskRunTemplate"), NAME("Workspaces"),   NAME("TaskRunSpecs"), NAME("ManagedBy"),
};
static const struct template_method pipeline_run_spec_methods[] = {
    DEEP_COPY(pipeline_run_spec),
    METHOD_VOID_IN("SetDefaults", METHOD_POINTER, in_context),
    METHOD_IN("Validate", METHOD_POINTER, NULL, NULL, in_context),
};
STRUCT_TYPE(static, pipeline_run_spec, "v1.PipelineRunSpec", TEKTON);

POINTER_TO(tekton_spec);
static const struct template_field tekton_spec_fields[] = { NAME("V1Beta1") };
static const struct template_method tekton_spec_methods[] = { DEEP_COPY(tekton_spec) };
STRUCT_TYPE(static, tekton_spec, "v1.TektonPipelineRunSpec", PROWAPI);

POINTER_TO(decoration_config);
static const struct template_field decoration_config_fields[] = {
    NAME("Timeout"),
    NAME("GracePeriod"),
    NAME("UtilityImages"),
    NAME("Resources"),
    NAME("GCSConfiguration"),
    NAME("GCSCredentialsSecret"),
    NAME("S3CredentialsSecret"),
    NAME("DefaultServiceAccountName"),
    NAME("SSHKeySecrets"),
    NAME("SSHHostFingerprints"),
    NAME("BloblessFetch"),
    NAME("SparseCheckoutFiles"),
    NAME("SkipCloning"),
    NAME("CookiefileSecret"),
    NAME("OauthTokenSecret"),
    NAME("GitHubAPIEndpoints"),
    NAME("GitHubAppID"),
    NAME("GitHubAppPrivateKeySecret"),
    NAME("CensorSecrets"),
    NAME("CensoringOptions"),
    NAME("UploadIgnoresInterrupts"),
    NAME("SetLimitEqualsMemoryRequest"),
    NAME("DefaultMemoryRequest"),
    NAME("SchedulingOptions"),
    NAME("PodPendingTimeout"),
    NAME("PodRunningTimeout"),
    NAME("PodUnscheduledTimeout"),
    NAME("RunAsUser"),
    NAME("RunAsGroup"),
    NAME("FsGroup"),
};
static const struct template_method decoration_config_methods[] = {
    METHOD_IN("ApplyDefault", NIL_SAFE, &decoration_config_pointer, apply_default, in_decoration_config),
    DEEP_COPY(decoration_config),
    METHOD("Validate", METHOD_POINTER | METHOD_LOADS, &prowjob_error, NULL),
};
STRUCT_TYPE(static, decoration_config, "v1.DecorationConfig", PROWAPI);

POINTER_TO(reporter_config);
static const struct template_field reporter_config_fields[] = { NAME("Slack") };
static const struct template_method reporter_config_methods[] = { DEEP_COPY(reporter_config) };
STRUCT_TYPE(static, reporter_config, "v1.ReporterConfig", PROWAPI);

POINTER_TO(rerun_auth_config);
static const struct template_field rerun_auth_config_fields[] = {
    NAME("AllowAnyone"), NAME("GitHubTeamIDs"), NAME("GitHubTeamSlugs"), NAME("GitHubUsers"), NAME("GitHubOrgs"),
};
static const struct template_method rerun_auth_config_methods[] = {
    DEEP_COPY(rerun_auth_config),
    METHOD("IsAllowAnyone", NIL_SAFE, TRUTH, method_zero),
    { .name = STR_INIT("IsAuthorized"),
      .flags = NIL_SAFE | METHOD_FAILS,
      .outs = 2,
      .out = TRUTH,
      .in = in_authorized,
      .in_count = COUNT(in_authorized),
      .run = method_zero },
    METHOD("Validate", NIL_SAFE, &prowjob_error, method_zero),
};
STRUCT_TYPE(static, rerun_auth_config, "v1.RerunAuthConfig", PROWAPI);

POINTER_TO(prowjob_default);
static const struct template_field prowjob_default_fields[] = { NAME("ResultStoreConfig"), NAME("TenantID") };
static const struct template_method prowjob_default_methods[] = {
    METHOD_IN("ApplyDefault", NIL_SAFE, &prowjob_default_pointer, apply_default, in_prowjob_default),
    DEEP_COPY(prowjob_default),
};
STRUCT_TYPE(static, prowjob_default, "v1.ProwJobDefault", PROWAPI);

static const struct template_type job_type = STRING_TYPE("v1.ProwJobType");
static const struct template_type job_agent = STRING_TYPE("v1.ProwJobAgent");
static const struct template_type job_state = STRING_TYPE("v1.ProwJobState");
static const struct template_type extra_refs = SLICE_TYPE("v1.Refs", &refs);
static const struct template_type states = {
    .name = STR_INIT("map[string]v1.ProwJobState"), .kind = TEMPLATE_MAP, .key = TEXT, .elem = &job_state
};

POINTER_TO(spec);
static const struct template_field spec_fields[] = {
    FIELD("Type", &job_type),
    FIELD("Agent", &job_agent),
    FIELD("Cluster", TEXT),
    FIELD("Namespace", TEXT),
    FIELD("Job", TEXT),
    FIELD("Refs", &refs_pointer),
    FIELD("ExtraRefs", &extra_refs),
    FIELD("Report", TRUTH),
    FIELD("Context", TEXT),
    FIELD("RerunCommand", TEXT),
    FIELD("MaxConcurrency", WHOLE),
    FIELD("ErrorOnEviction", TRUTH),
    FIELD("PodSpec", &pod_spec_pointer),
    FIELD("JenkinsSpec", &jenkins_spec_pointer),
    FIELD("PipelineRunSpec", &pipeline_run_spec_pointer),
    FIELD("TektonPipelineRunSpec", &tekton_spec_pointer),
    FIELD("DecorationConfig", &decoration_config_pointer),
    FIELD("ReporterConfig", &reporter_config_pointer),
    FIELD("RerunAuthConfig", &rerun_auth_config_pointer),
    FIELD("Hidden", TRUTH),
    FIELD("ProwJobDefault", &prowjob_default_pointer),
    FIELD("JobQueueName", TEXT),
};
static const struct template_method spec_methods[] = {
    DEEP_COPY(spec),
    METHOD_OR_ERROR("GetPipelineRunSpec", 0, &pipeline_run_spec_pointer, no_pipeline_run),
    METHOD("HasPipelineRunSpec", 0, TRUTH, method_zero),
};
STRUCT_TYPE(static, spec, "v1.ProwJobSpec", PROWAPI);

POINTER_TO(status);
static const struct template_field status_fields[] = {
    FIELD("StartTime", &meta_time),
    FIELD("PendingTime", &meta_time_pointer),
    FIELD("CompletionTime", &meta_time_pointer),
    FIELD("State", &job_state),
    FIELD("Description", TEXT),
    FIELD("URL", TEXT),
    FIELD("PodRevivalCount", WHOLE),
    FIELD("PodName", TEXT),
    FIELD("BuildID", TEXT),
    FIELD("JenkinsBuildID", TEXT),
    FIELD("PrevReportStates", &states),
};
static const struct template_method status_methods[] = { DEEP_COPY(status) };
STRUCT_TYPE(static, status, "v1.ProwJobStatus", PROWAPI);

POINTER_TO(prowjob);
static const struct template_field prowjob_fields[] = {
    EMBEDDED("TypeMeta", &meta_type_meta),
    EMBEDDED("ObjectMeta", &meta_object_meta),
    FIELD("Spec", &spec),
    FIELD("Status", &status),
};
static const struct template_method prowjob_methods[] = {
    METHOD("ClusterAlias", METHOD_POINTER, TEXT, cluster_alias),
    METHOD("Complete", METHOD_POINTER, TRUTH, complete),
    DEEP_COPY(prowjob),
    METHOD("DeepCopyObject", METHOD_POINTER, &object, copy_object),
    METHOD_VOID("SetComplete", METHOD_POINTER),
};
STRUCT_TYPE(static, prowjob, "v1.ProwJob", PROWAPI);

struct template_value template_empty_prowjob(void)
{
    static const struct template_value empty = { .type = &prowjob };

    return template_pointer(&prowjob_pointer, &empty);
}
