using System.Security.Claims;
using System.Text.Encodings.Web;
using CampaignEvents.Api.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CampaignEvents.Api.Http;

/// <summary>Authenticates staff by <c>Authorization: Bearer</c> and the staff key, or the unseal key, which allows more.</summary>
internal sealed class StaffKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, StaffKeys staff, UnsealKey unseal)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "StaffKey", Policy = "Staff", UnsealPolicy = "Unseal", UnsealRole = "unseal";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var key = header["Bearer ".Length..].Trim();
        if (await staff.FitsAsync(key))
            return AuthenticateResult.Success(Staff());
        return await unseal.FitsAsync(key)
            ? AuthenticateResult.Success(Staff(new Claim(ClaimTypes.Role, UnsealRole)))
            : AuthenticateResult.Fail("Wrong staff key.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        await Problems.Unauthorized().ExecuteAsync(Context);
    }

    // The unseal right is the only one that staff may lack.
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.UnsealRightNeeded().ExecuteAsync(Context);

    private static AuthenticationTicket Staff(params Claim[] more) =>
        new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Role, "staff"), .. more], SchemeName)), SchemeName);
}
