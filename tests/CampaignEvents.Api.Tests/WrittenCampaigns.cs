using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;
using CampaignEvents.Domain.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests;

/// <summary>Writes commands with times of their own straight to the ledger, as imports do.</summary>
internal static class WrittenCampaigns
{
    /// <param name="host">Where.</param>
    /// <param name="slug">The campaign's, also where the commands launch another; launched in the morning if they do not.</param>
    /// <param name="commands">In order.</param>
    /// <param name="random">Chooses how many go into one batch; null: a thousand.</param>
    public static async Task<TestCampaign> WriteAsync(this TestHost host, string slug, IEnumerable<Command> commands, Random? random = null)
    {
        var campaign = new TestCampaign(host, slug);
        var writer = host.Services.GetRequiredService<BatchWriter>();
        var all = commands.Select(c => c is LaunchCampaign launch ? new LaunchCampaign(launch.Terms with { Slug = slug }, launch.At) : Own(c, campaign.Id)).ToList();
        if (all is not [LaunchCampaign, ..])
            all.Insert(0, new LaunchCampaign(Some.Terms with { Slug = slug }, Some.Morning));
        for (var done = 0; done < all.Count;)
        {
            var size = random?.Next(1, Math.Max(2, all.Count / 5)) ?? 1_000;
            var requests = all.Skip(done).Take(size).Select(c => new LedgerRequest(c, TimeProvider.System.GetTimestamp())).ToArray();
            await writer.WriteAsync(campaign.Id, requests);
            foreach (var request in requests)
                await request.Completion;
            done += requests.Length;
        }
        return campaign;
    }

    // Ids and fingerprints of one campaign must not meet those of another in the same tables.
    private static Command Own(Command command, Guid campaignId) => command switch
    {
        SignCampaign c => c with
        {
            SignatureId = Mix(c.SignatureId, campaignId),
            Signatory = new(Mix(c.Signatory.Value, campaignId)),
            Referral = c.Referral is { } share ? Mix(share, campaignId) : null,
            Person = "c2VhbGVk",
        },
        ConfirmSignature c => c with { SignatureId = Mix(c.SignatureId, campaignId) },
        WithdrawSignature c => c with { SignatureId = Mix(c.SignatureId, campaignId) },
        InvalidateSignature c => c with { SignatureId = Mix(c.SignatureId, campaignId) },
        ShareCampaign c => c with { ShareId = Mix(c.ShareId, campaignId), By = c.By is { } by ? Mix(by, campaignId) : null },
        _ => command,
    };

    private static Guid Mix(Guid id, Guid campaignId) =>
        new((byte[])[.. id.ToByteArray().Zip(campaignId.ToByteArray(), (a, b) => (byte)(a ^ b))]);
}
