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
                Description = "The staff key.",
            };
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
            return Task.CompletedTask;
        });
    }
}
