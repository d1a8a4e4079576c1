using System.Security.Claims;

namespace CampaignEvents.Api.Http;

/// <summary>What the key that somebody came with allows.</summary>
internal static class StaffRights
{
    /// <summary>Whether signatories' details may be read, or sent to others.</summary>
    public static bool MayUnseal(this ClaimsPrincipal user) => user.IsInRole(StaffKeyHandler.UnsealRole);
}
