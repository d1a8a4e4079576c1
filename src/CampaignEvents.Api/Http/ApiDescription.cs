using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CampaignEvents.Api.Http;

/// <summary>What the OpenAPI document says beyond what the endpoints say themselves.</summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "CampaignEvents",
                Version = "v1",
                Description = "Campaigns, their signatures and counts, now and at any moment in the past. " +
                              "Refusals are problem details (RFC 9457) whose type is urn:campaign-events: and a stable code.",
            };
            document.Servers?.Clear();
            document.Components ??= new();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[StaffKeyHandler.SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The staff key; to unseal, the unseal key.",
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // Values are written and read as such; what may be missing is not required, unless the endpoint says so.
            if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is { } underlying ? underlying == typeof(DateTimeOffset) : context.JsonTypeInfo.Type == typeof(DateTimeOffset))
                (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
            foreach (var property in context.JsonTypeInfo.Properties.Where(p => p.IsGetNullable))
            {
                if (property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) != true)
                    schema.Required?.Remove(property.Name);
            }
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any())
                operation.Security = [new() { [new OpenApiSecuritySchemeReference(StaffKeyHandler.SchemeName, context.Document)] = [] }];
            foreach (var parameter in metadata.OfType<QueryParameter>())
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = parameter.Name,
                    In = ParameterLocation.Query,
                    Description = parameter.Description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
                });
            }
            AddRefusals(operation, metadata);
            return Task.CompletedTask;
        });
    }

    // What Results<…> does not tell: which statuses its problem can have.
    private static void AddRefusals(OpenApiOperation operation, IList<object> metadata)
    {
        var statuses = new List<(int Status, string Meaning)> { (400, "The request is not valid; the problem names each field.") };
        if (operation.OperationId is not ("ListCampaigns" or "LaunchCampaign" or "ListReceivers" or "WatchCampaigns"))
            statuses.Add((404, "There is no such campaign, or nothing of it that is asked for."));
        if (metadata.OfType<HttpMethodMetadata>().Any(m => !m.HttpMethods.Contains("GET")))
            statuses.AddRange([(409, "The campaign's rules refuse it."), (503, "Not now; asking again is safe. See Retry-After.")]);
        if (metadata.OfType<IAcceptsMetadata>().Any())
            statuses.AddRange([(413, "The body is too large."), (415, "The body is not JSON.")]);
        operation.Responses ??= [];
        foreach (var (status, meaning) in statuses)
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse { Description = meaning });
    }
}
