using System.Security.Claims;
using System.Text.Encodings.Web;
using CampaignEvents.Api.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CampaignEvents.Api.Http;

/// <summary>Authenticates staff by <c>Authorization: Bearer</c> and the staff key.</summary>
internal sealed class StaffKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, StaffKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "StaffKey", Policy = "Staff";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        if (!await keys.FitsAsync(header["Bearer ".Length..].Trim()))
            return AuthenticateResult.Fail("Wrong staff key.");
        var staff = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Role, "staff")], SchemeName));
        return AuthenticateResult.Success(new(staff, SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        await Problems.Unauthorized().ExecuteAsync(Context);
    }
}
