namespace CampaignEvents.Api.Http;

/// <summary>What several endpoints have in common.</summary>
internal static class EndpointConventions
{
    /// <summary>Asks for the staff key.</summary>
    public static RouteHandlerBuilder ForStaff(this RouteHandlerBuilder endpoint) =>
        endpoint.RequireAuthorization(StaffKeyHandler.Policy).ProducesProblem(StatusCodes.Status401Unauthorized).WithTags("Staff");

    /// <summary>Asks for the unseal key.</summary>
    public static RouteHandlerBuilder ForUnsealing(this RouteHandlerBuilder endpoint) =>
        endpoint.RequireAuthorization(StaffKeyHandler.UnsealPolicy).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden).WithTags("Staff");

    /// <summary>May be answered 503 with <c>Retry-After</c>; asking again is safe.</summary>
    public static RouteHandlerBuilder CanBeBusy(this RouteHandlerBuilder endpoint) =>
        endpoint.ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Documents the query parameter <c>asOf</c>.</summary>
    public static RouteHandlerBuilder TakesAsOf(this RouteHandlerBuilder endpoint) => endpoint.Takes(
        "asOf",
        "The state after the last line at or before this moment: ISO 8601 with Z or an offset. Before launch: 404. In the future or without offset: 400.");

    /// <summary>Documents a query parameter that the endpoint reads itself.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, string name, string description) =>
        endpoint.WithMetadata(new QueryParameter(name, description));
}

/// <summary>A query parameter that the endpoint reads itself.</summary>
internal sealed record QueryParameter(string Name, string Description);
