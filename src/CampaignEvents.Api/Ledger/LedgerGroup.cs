namespace CampaignEvents.Api.Ledger;

/// <summary>Commands whose order matters: once one of them could not be written, none that wait behind it are.</summary>
internal sealed class LedgerGroup
{
    private volatile bool _broken;

    public bool Broken => _broken;

    public void Break() => _broken = true;
}
